package io.entdb.gateway.grpc;

/** Answers one method. Runs on a thread of its own, which is interrupted when the call is over. */
@FunctionalInterface
interface Handler<Q, A> {
  /**
   * Answers a request.
   *
   * @throws io.entdb.gateway.api.ApiException or {@link io.entdb.model.InvalidException} when it
   *     cannot be
   */
  A handle(Call call, Q request);
}
