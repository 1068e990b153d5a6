package io.entdb.gateway.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.InputStream;

/** A request as it arrived, which may be no message of its type. */
sealed interface Received<Q> {
  /** The message; throws for what is none. */
  Q message();

  /** A message of its type. */
  record Message<Q>(Q message) implements Received<Q> {}

  /** Bytes that are none. */
  record Garbage<Q>(InvalidProtocolBufferException why) implements Received<Q> {
    @Override
    public Q message() {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "the request is no message of its type: " + why.getMessage());
    }
  }

  /**
   * Reads requests of a type. gRPC's own marshaller would call bytes that are no message an
   * internal error of the service.
   */
  record Reader<Q extends MessageLite>(Q example) implements Marshaller<Received<Q>> {
    @Override
    public InputStream stream(Received<Q> value) {
      throw new UnsupportedOperationException("requests are only read here");
    }

    @Override
    @SuppressWarnings("unchecked") // A message's own parser makes messages of its type.
    public Received<Q> parse(InputStream stream) {
      try {
        var in = CodedInputStream.newInstance(stream);
        in.setSizeLimit(Integer.MAX_VALUE); // The server has limited it already.
        var message = (Q) example.getParserForType().parseFrom(in);
        in.checkLastTagWas(0);
        return new Message<>(message);
      } catch (InvalidProtocolBufferException e) {
        return new Garbage<>(e);
      }
    }
  }
}
