package io.entdb.gateway.read;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.api.UnknownType;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Quota;
import io.entdb.model.schema.Schema;
import io.entdb.store.Membership;
import io.entdb.store.Reading;
import io.entdb.store.StoreState;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantReader;
import io.entdb.store.Viewer;
import java.util.List;
import java.util.Optional;

/** Reads tenants through their callers' eyes. */
public final class Reads {
  private final Following following;
  private final Directory directory;

  public Reads(Following following, Directory directory) {
    this.following = following;
    this.directory = directory;
  }

  /**
   * Reads one state that is as current as asked for. One that cannot be told to be current is an
   * answer, too, and marked: reads go on while the log is away.
   *
   * @throws ApiException READ_TIMEOUT when that state is not reached in time and older ones won't
   *     do
   */
  public <T> Seen<T> read(ReadRequest request, Reading<T> reading) {
    request.caller().requireIn(request.tenant());
    TenantEntry entry = directory.require(request.tenant());
    try (HeldTenant held = following.holdToRead(entry)) {
      boolean reached = request.after().isEmpty() || reach(held, entry, request);
      boolean stale =
          !reached || held.parked().isPresent() || !following.isCurrent(entry.partition());
      Optional<Seen<T>> seen =
          following.read(
              held,
              request.caller().viewer().in(request.scope()),
              reader ->
                  isStranger(request.caller(), reader)
                      ? Optional.empty()
                      : Optional.of(new Seen<>(reading.read(reader), reader.schema(), stale)));
      return seen.orElseGet(
          () ->
              following.read(
                  held,
                  foreign(request.caller().actor()).in(request.scope()),
                  reader -> new Seen<>(reading.read(reader), reader.schema(), stale)));
    }
  }

  /** Somebody with no role here may see what is shared with the tenants that it is of. */
  private static boolean isStranger(Caller caller, TenantReader reader) {
    return caller.authority() instanceof Authority.Member && reader.role().isEmpty();
  }

  private Viewer foreign(Principal actor) {
    List<TenantId> homes = directory.memberships(actor).stream().map(Membership::tenant).toList();
    return new Viewer(actor, new Authority.Foreign(homes));
  }

  /**
   * Reads what is of a type. Of a type that only the default schema has, so that the tenant never
   * used it, there is nothing.
   *
   * @param nothing the answer in that case
   */
  public <T> Seen<T> readOfType(ReadRequest request, T nothing, Reading<T> reading) {
    try {
      return read(request, reading);
    } catch (ApiException e) {
      if (!UnknownType.isIn(directory.defaultSchema(), e)) {
        throw e;
      }
      return new Seen<>(nothing, Schema.EMPTY, false);
    }
  }

  /** A tenant's quota, as far as it is known here: a tenant that cannot be read now has none. */
  public Quota quota(TenantId tenant) {
    if (tenant.isSystem()) {
      return Quota.UNLIMITED;
    }
    try (HeldTenant held = following.hold(directory.requireEntered(tenant))) {
      return following.read(held, Viewer.INTERNAL, TenantReader::quota);
    } catch (ApiException e) {
      return Quota.UNLIMITED; // What is wrong is said to the request itself.
    }
  }

  /** Where a tenant's store stands here at this moment. */
  public StoreState state(TenantId tenant) {
    if (tenant.isSystem()) {
      return directory.system().state();
    }
    try (HeldTenant held = following.hold(directory.requireEntered(tenant))) {
      return held.state();
    }
  }

  private boolean reach(HeldTenant held, TenantEntry entry, ReadRequest request) {
    WalPosition after = request.after().orElseThrow();
    if (after.partition() != entry.partition()) {
      throw ApiException.invalidRequest(
          "position "
              + after
              + " is of partition "
              + after.partition()
              + ", but the tenant lives in partition "
              + entry.partition());
    }
    try {
      if (following.await(held, after.n(), request.timeout())) {
        return true;
      }
    } catch (ApiException e) {
      if (e.code() != ErrorCode.TENANT_PARKED || !request.allowStale()) {
        throw e;
      }
    }
    if (!request.allowStale()) {
      throw new ApiException(
          ErrorCode.READ_TIMEOUT,
          "position "
              + after
              + " was not reached in "
              + request.timeout().toMillis()
              + " ms; wait longer, or read with allow_stale=true");
    }
    return false;
  }
}
