package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.entdb.gateway.requests.RequestFacts;
import io.entdb.gateway.requests.RequestWatch;
import io.entdb.model.InvalidException;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Runs a handler on a virtual thread, and turns what it throws into a status. A call that the
 * client cancels, or whose deadline passes, interrupts its thread.
 */
final class Unary<Q, A> implements ServerCalls.UnaryMethod<Received<Q>, A> {
  private static final Logger LOG = Logger.getLogger(Unary.class);

  private final String method;
  private final BiFunction<Arrival, Received<Q>, A> handler;
  private final GatewayMetrics metrics;
  private final RequestWatch watch;

  Unary(
      String method,
      BiFunction<Arrival, Received<Q>, A> handler,
      GatewayMetrics metrics,
      RequestWatch watch) {
    this.method = method;
    this.handler = handler;
    this.metrics = metrics;
    this.watch = watch;
  }

  @Override
  public void invoke(Received<Q> request, StreamObserver<A> observer) {
    // With a handler of its own a cancelled call makes no exception of what is sent to it.
    ((ServerCallStreamObserver<A>) observer).setOnCancelHandler(() -> {});
    Context context = Context.current();
    Arrival arrival = CallInterceptor.ARRIVAL.get(context);
    RequestFacts facts = arrival.facts();
    watch.begun(facts);
    Runnable answer = () -> answer(context, arrival, request, observer);
    Thread thread =
        Thread.ofVirtual()
            .name("grpc-" + method)
            .unstarted(context.wrap(facts.isTraced() ? facts.trace().wrap(answer) : answer));
    context.addListener(_ -> thread.interrupt(), Runnable::run);
    thread.start();
  }

  private void answer(
      Context context, Arrival arrival, Received<Q> request, StreamObserver<A> observer) {
    RequestFacts facts = arrival.facts();
    facts.nameLines();
    Status status = Status.OK;
    try {
      A answer = handler.apply(arrival, request);
      observer.onNext(answer);
      observer.onCompleted();
    } catch (RuntimeException | StackOverflowError e) {
      ApiException failure = failure(e);
      status = Statuses.of(failure);
      if (!context.isCancelled()) {
        metrics.failed(failure.code());
      }
      observer.onError(status.asRuntimeException(Statuses.trailers(failure)));
    } finally {
      watch.answered(facts, context.isCancelled() ? "CANCELLED" : status.getCode().name());
    }
  }

  /** Tells the log everything and the client nothing about faults of ours. */
  private ApiException failure(Throwable e) {
    return switch (e) {
      case ApiException failure -> failure;
      case InvalidException invalid -> ApiException.invalidRequest(invalid.getMessage());
      default -> {
        LOG.errorf(e, "%s failed by a fault of ours", method);
        yield new ApiException(ErrorCode.INTERNAL_ERROR, "internal error");
      }
    };
  }
}
