package io.entdb.gateway.tenants;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.schema.Schema;
import io.entdb.store.TenantEntry;
import java.time.Duration;
import java.util.List;

/**
 * Begins the life of tenants in their own logs (ADR 0004 D1, D4). Whoever is about to write does
 * it; the first record counts, so that a creator's death leaves nothing half done.
 */
public final class Opening {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Following following;
  private final LogAppender log;

  public Opening(Following following, LogAppender log) {
    this.following = following;
    this.log = log;
  }

  /**
   * Opens this life of a tenant, when its own log does not hold it yet. It begins without types:
   * those of the default schema come when they are first used, so that they never stand against a
   * schema that the tenant puts itself.
   */
  public void open(HeldTenant held, TenantEntry entry) {
    var target = new LogAppender.Target(entry.tenant(), entry.partition(), entry.incarnation());
    if (held.state().incarnation() >= target.incarnation()) {
      return;
    }
    // This view may be behind: the tenant was opened long ago when it is caught up.
    long end = following.presentEnd(target.partition());
    if (following.await(held, end, WAIT) && held.state().incarnation() >= target.incarnation()) {
      return;
    }
    WalPosition position = append(target, entry);
    if (!following.await(held, position.n(), WAIT)) {
      throw ApiException.unavailable(
              "tenant " + entry.tenant() + " is being opened; repeat the request")
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  /**
   * Opens a tenant that was created a moment ago and whose log is not followed here. Whatever is
   * written to it comes after this, but it is not seen to be applied.
   */
  public void openUnseen(TenantEntry entry) {
    append(new LogAppender.Target(entry.tenant(), entry.partition(), entry.incarnation()), entry);
  }

  private WalPosition append(LogAppender.Target target, TenantEntry entry) {
    var key = new IdempotencyKey("open:" + target.incarnation());
    var hash =
        RequestHashes.of(
            Caller.INTERNAL, TenantId.SYSTEM, "open", new JsonValue.Text(target.toString()));
    var members = List.of(new Member(entry.owner(), Role.OWNER));
    return log.append(
        target,
        Caller.INTERNAL,
        key,
        hash,
        List.of(new Operation.OpenTenant(members, Schema.EMPTY)));
  }
}
