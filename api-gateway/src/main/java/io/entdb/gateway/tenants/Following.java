package io.entdb.gateway.tenants;

import io.entdb.follower.Follower;
import io.entdb.follower.FollowerUnavailableException;
import io.entdb.follower.HeldTenant;
import io.entdb.follower.HydratingException;
import io.entdb.follower.ParkedTenant;
import io.entdb.follower.TenantParkedException;
import io.entdb.follower.TenantPlace;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.InvalidException;
import io.entdb.model.json.JsonValue;
import io.entdb.store.AccessDeniedException;
import io.entdb.store.Reading;
import io.entdb.store.StoreBusyException;
import io.entdb.store.StoreException;
import io.entdb.store.TenantEntry;
import io.entdb.store.Viewer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** The follower, its failures told in the terms of the public API. */
public final class Following {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How long a reading waits for a tenant's opening; ordinarily it is a few ms. */
  private static final Duration OPENING_WAIT = Duration.ofSeconds(2);

  private final Follower follower;
  private final Duration hydrationWait;
  private final Duration behindMax;

  /**
   * Wraps a follower.
   *
   * @param hydrationWait how long a request waits for a store that is being built
   * @param behindMax from when on requests are turned away rather than answered ever staler
   */
  public Following(Follower follower, Duration hydrationWait, Duration behindMax) {
    this.follower = follower;
    this.hydrationWait = hydrationWait;
    this.behindMax = behindMax;
  }

  /** A lease on a tenant's store. */
  public HeldTenant hold(TenantEntry entry) {
    var place = new TenantPlace(entry.tenant(), entry.partition(), entry.logStart());
    try {
      return follower.hold(place, hydrationWait);
    } catch (HydratingException e) {
      throw new ApiException(ErrorCode.HYDRATING, e.getMessage() + "; ask again soon", e)
          .with("progress", progress(e.progress()))
          .retryAfter(e.retryAfter());
    } catch (FollowerUnavailableException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  /**
   * A lease to read by. A tenant that is entered and not open here may have been opened a moment
   * ago, perhaps by a gateway that could not see it happen: that is waited for.
   */
  public HeldTenant holdToRead(TenantEntry entry) {
    HeldTenant held = hold(entry);
    try {
      if (held.state().incarnation() < entry.incarnation() && held.parked().isEmpty()) {
        await(held, presentEnd(entry.partition()), OPENING_WAIT);
      }
      return held;
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private static JsonValue progress(double progress) {
    return new JsonValue.Num(BigDecimal.valueOf(progress).setScale(2, RoundingMode.HALF_UP));
  }

  /** Whether the follower is near enough to the log's end. */
  public boolean isCurrent(int partition) {
    return follower.behind(partition).compareTo(behindMax) <= 0;
  }

  /** Turns a request away when the follower has been behind the log for too long. */
  public void requireCurrent(int partition) {
    if (!isCurrent(partition)) {
      Duration behind = follower.behind(partition);
      throw ApiException.unavailable(
              "this gateway is "
                  + behind.toSeconds()
                  + " s behind the log and answers again when it has caught up")
          .retryAfter(SOON);
    }
  }

  /** Turns a write away when the tenant stands still. */
  public void requireMoving(HeldTenant held) {
    held.parked()
        .ifPresent(
            parked -> {
              throw parked(parked, "it takes no writes");
            });
  }

  /** Reads one state of a tenant. */
  public <T> T read(HeldTenant held, Viewer viewer, Reading<T> reading) {
    try {
      return held.read(viewer, reading);
    } catch (AccessDeniedException e) {
      throw new ApiException(ErrorCode.FORBIDDEN, String.valueOf(e.getMessage()), e);
    } catch (InvalidException e) {
      throw new ApiException(ErrorCode.VALIDATION_ERROR, e.getMessage(), e);
    } catch (StoreBusyException e) {
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "the tenant is busy; ask again", e)
          .retryAfter(SOON);
    } catch (StoreException e) {
      throw new ApiException(
              ErrorCode.HYDRATING, "the tenant's store is being built again; ask again soon", e)
          .retryAfter(SOON);
    }
  }

  /** n of the last record that a partition has now. */
  public long presentEnd(int partition) {
    try {
      return follower.presentEndN(partition);
    } catch (FollowerUnavailableException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  /**
   * Waits until a tenant is at n of its partition.
   *
   * @return whether it came there in time
   * @throws ApiException TENANT_PARKED when it will not come there
   */
  public boolean await(HeldTenant held, long n, Duration timeout) {
    try {
      return held.await(n, timeout);
    } catch (TenantParkedException e) {
      throw parked(e.parked(), "it does not come to the position asked for");
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  /**
   * Waits for a record of a tenant's own after n.
   *
   * @return whether one was applied in time
   */
  public boolean awaitBeyond(HeldTenant held, long n, Duration timeout) {
    try {
      return held.awaitBeyond(n, timeout);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  /**
   * Where this follower is in a partition: no record that it read stands after it; less than 0 =
   * nowhere yet, or the partition is not followed here.
   */
  public long followed(int partition) {
    return follower.followedN(partition);
  }

  public int partitionCount() {
    return follower.partitionCount();
  }

  private static ApiException parked(ParkedTenant parked, String consequence) {
    return new ApiException(
            ErrorCode.TENANT_PARKED,
            "tenant "
                + parked.tenant()
                + " stands still at a record that this version cannot carry out; "
                + consequence
                + " until the operators have helped it on")
        .with("position", parked.position().toString());
  }

  private static ApiException unavailable(FollowerUnavailableException e) {
    return new ApiException(
            ErrorCode.SERVICE_UNAVAILABLE, "the log cannot be followed: " + e.getMessage(), e)
        .retryAfter(SOON);
  }

  private static ApiException stopping(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "the service is stopping", e);
  }
}
