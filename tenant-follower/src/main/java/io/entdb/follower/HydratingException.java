package io.entdb.follower;

import io.entdb.model.TenantId;
import java.time.Duration;

/** The tenant's store is being built; ask again later. */
public final class HydratingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final double progress;
  private final Duration retryAfter;

  public HydratingException(TenantId tenant, double progress, Duration retryAfter) {
    super("tenant %s is hydrating, %.0f %% done".formatted(tenant, progress * 100));
    this.progress = progress;
    this.retryAfter = retryAfter;
  }

  /** 0 to 1, an estimate that may go back. */
  public double progress() {
    return progress;
  }

  /** When it is worth asking again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
