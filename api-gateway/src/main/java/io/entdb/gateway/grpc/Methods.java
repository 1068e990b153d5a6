package io.entdb.gateway.grpc;

import com.google.protobuf.MessageLite;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.entdb.gateway.requests.RequestWatch;
import io.entdb.model.Scope;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The methods of a service, each with the scope that a credential needs for it. */
final class Methods {
  private final Entrance entrance;
  private final GatewayMetrics metrics;
  private final RequestWatch watch;
  private final Map<String, ServerMethodDefinition<?, ?>> methods = new LinkedHashMap<>();

  Methods(Entrance entrance, GatewayMetrics metrics, RequestWatch watch) {
    this.entrance = entrance;
    this.metrics = metrics;
    this.watch = watch;
  }

  /** A method that changes nothing. */
  <Q extends MessageLite, A> void read(MethodDescriptor<Q, A> method, Handler<Q, A> handler) {
    add(method, admitted(Scope.READ, handler));
  }

  /** A method that changes the content of tenants. */
  <Q extends MessageLite, A> void write(MethodDescriptor<Q, A> method, Handler<Q, A> handler) {
    add(method, admitted(Scope.WRITE, handler));
  }

  /** A method that changes tenants, users, and who belongs to what. */
  <Q extends MessageLite, A> void admin(MethodDescriptor<Q, A> method, Handler<Q, A> handler) {
    add(method, admitted(Scope.ADMIN, handler));
  }

  /** A method for everybody, credentials or none. */
  <Q extends MessageLite, A> void open(MethodDescriptor<Q, A> method, Function<Q, A> handler) {
    add(method, (_, request) -> handler.apply(request.message()));
  }

  private <Q, A> BiFunction<Arrival, Received<Q>, A> admitted(Scope scope, Handler<Q, A> handler) {
    return (arrival, request) -> {
      Call call = entrance.admit(arrival, scope);
      return handler.handle(call, request.message());
    };
  }

  private <Q extends MessageLite, A> void add(
      MethodDescriptor<Q, A> method, BiFunction<Arrival, Received<Q>, A> handler) {
    String name = name(method);
    MethodDescriptor<Received<Q>, A> received =
        method.toBuilder(new Received.Reader<>(example(method)), method.getResponseMarshaller())
            .build();
    methods.put(
        name,
        ServerMethodDefinition.create(
            received, ServerCalls.asyncUnaryCall(new Unary<>(name, handler, metrics, watch))));
  }

  private static String name(MethodDescriptor<?, ?> method) {
    return Objects.requireNonNull(method.getBareMethodName());
  }

  private static <Q> Q example(MethodDescriptor<Q, ?> method) {
    if (method.getRequestMarshaller() instanceof PrototypeMarshaller<Q> marshaller) {
      return Objects.requireNonNull(marshaller.getMessagePrototype());
    }
    throw new IllegalStateException(method + " does not carry protobuf messages");
  }

  /** The service. What it has without a handler here says so when it is called. */
  @SuppressWarnings("unchecked") // All requests are protobuf messages.
  ServerServiceDefinition definition(ServiceDescriptor whole) {
    for (MethodDescriptor<?, ?> method : whole.getMethods()) {
      if (!methods.containsKey(name(method))) {
        read((MethodDescriptor<MessageLite, Object>) method, Methods::later);
      }
    }
    var service =
        ServiceDescriptor.newBuilder(whole.getName())
            .setSchemaDescriptor(whole.getSchemaDescriptor());
    methods.values().forEach(method -> service.addMethod(method.getMethodDescriptor()));
    var definition = ServerServiceDefinition.builder(service.build());
    methods.values().forEach(definition::addMethod);
    return definition.build();
  }

  private static Object later(Call call, MessageLite request) {
    throw new ApiException(ErrorCode.NOT_IMPLEMENTED, "this method is not in this version");
  }
}
