package io.entdb.gateway.backup;

import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.log.LogAppender.Target;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.gateway.tenants.Directory;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.TenantEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks for snapshots by barriers in the tenants' logs: the state after the barrier is what the
 * snapshot will hold. Whoever archives writes what it has at once, and the snapshotter finds the
 * barrier in the archive.
 */
public final class SnapshotRequests {
  private static final int PAGE = 1_000;

  /** Barriers on their way at the same time when all tenants are asked for. */
  private static final int PARALLEL = 16;

  private final Directory directory;
  private final LogAppender log;
  private final Snapshots snapshots;

  public SnapshotRequests(Directory directory, LogAppender log, Snapshots snapshots) {
    this.directory = directory;
    this.log = log;
    this.snapshots = snapshots;
  }

  /** A snapshot that will be made. */
  public record Requested(TenantId tenant, SnapshotId id, WalPosition position) {}

  /**
   * Asks for a tenant's snapshot.
   *
   * @throws ApiException NOT_FOUND when there is no such tenant
   */
  public Requested request(TenantId tenant) {
    return request(tenant.isSystem() ? Target.SYSTEM : target(directory.require(tenant)));
  }

  private static Target target(TenantEntry entry) {
    return new Target(entry.tenant(), entry.partition(), entry.incarnation());
  }

  private Requested request(Target target) {
    var key = new IdempotencyKey("snapshot:" + UUID.randomUUID());
    var hash =
        RequestHashes.of(
            Caller.INTERNAL, target.tenant(), "snapshot", new JsonValue.Text(key.value()));
    WalPosition position =
        log.append(target, Caller.INTERNAL, key, hash, List.of(new Operation.Barrier()));
    return new Requested(target.tenant(), new SnapshotId(position.n()), position);
  }

  /** Asks for a snapshot of the directory and of every tenant in it. */
  public List<Requested> requestAll() {
    var requested = new ArrayList<Requested>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      var pending = new ArrayList<Future<Requested>>();
      pending.add(threads.submit(() -> request(Target.SYSTEM)));
      Optional<TenantId> after = Optional.empty();
      List<TenantEntry> page;
      do {
        page = directory.list(after, PAGE);
        for (TenantEntry entry : page) {
          pending.add(threads.submit(() -> request(target(entry))));
        }
        after = page.isEmpty() ? after : Optional.of(page.getLast().tenant());
      } while (page.size() == PAGE);
      for (Future<Requested> each : pending) {
        requested.add(each.get());
      }
      return requested;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.unavailable("the service is stopping");
    }
  }

  /**
   * A snapshot that is made.
   *
   * @return empty = it is not made yet, or nobody asked for it, or retention removed it
   * @throws ApiException SERVICE_UNAVAILABLE when the object store does not tell
   */
  public Optional<SnapshotManifest> find(TenantId tenant, SnapshotId id) {
    try {
      return snapshots.read(tenant, id);
    } catch (ObjectStoreException e) {
      throw new ApiException(
          ErrorCode.SERVICE_UNAVAILABLE, "snapshots cannot be read now: " + e.getMessage(), e);
    }
  }
}
