package io.entdb.gateway.admission;

/** How many requests are taken; 0 = any number. */
public interface RateLimitSettings {
  /** Requests per second of one tenant, over time. */
  int tenantRps();

  /** Requests of one tenant at once, after a pause. */
  int tenantBurst();

  /** Requests per second of one actor, over time. */
  int actorRps();

  /** Requests of one actor at once, after a pause. */
  int actorBurst();
}
