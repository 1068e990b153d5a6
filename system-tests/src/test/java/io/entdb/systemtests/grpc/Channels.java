package io.entdb.systemtests.grpc;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Channels to gateways, one for each; they go with the JVM. */
final class Channels {
  /** What clients of the contract allow. */
  private static final int MESSAGE_BYTES_MAX = 50 * 1024 * 1024;

  private static final Map<Integer, ManagedChannel> OPEN = new ConcurrentHashMap<>();

  private Channels() {}

  /** The channel to the first gateway. */
  static ManagedChannel of(LocalStack stack) {
    return of(stack, Part.GATEWAY);
  }

  /** The channel to a gateway. */
  static ManagedChannel of(LocalStack stack, Part gateway) {
    return OPEN.computeIfAbsent(
        stack.grpcPort(gateway),
        port ->
            NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build());
  }
}
