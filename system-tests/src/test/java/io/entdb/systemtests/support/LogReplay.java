package io.entdb.systemtests.support;

import io.entdb.backup.RebaseImages;
import io.entdb.localstack.LocalStack;
import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.TenantEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the log alone says, whatever the services believe: every record is read with a plain
 * consumer and every tenant replayed from its first record into a store of its own.
 */
public final class LogReplay implements AutoCloseable {
  private final Map<TenantId, ReplayedTenant> tenants;

  private LogReplay(Map<TenantId, ReplayedTenant> tenants) {
    this.tenants = tenants;
  }

  /** How long an applier may take to deliver follow-ups; without one the log is as it is. */
  private static final Duration QUIET_PATIENCE = Duration.ofSeconds(20);

  /**
   * Replays the log up to its present end, once no follow-up waits for its delivery any more: until
   * then the log still grows by itself.
   *
   * @param folder empty; for the stores
   */
  public static LogReplay of(LocalStack stack, Path folder) throws Exception {
    long deadline = System.nanoTime() + QUIET_PATIENCE.toNanos();
    while (true) {
      LogReplay replay = ofPresent(stack, Files.createTempDirectory(folder, "replay-"));
      if (replay.isQuiet() || System.nanoTime() > deadline) {
        return replay;
      }
      replay.close();
      Await.sleep(Duration.ofSeconds(1));
    }
  }

  private boolean isQuiet() {
    return tenants.values().stream()
        .noneMatch(tenant -> tenant.fault().isEmpty() && tenant.state().work().followUpsWait());
  }

  private static LogReplay ofPresent(LocalStack stack, Path folder) throws Exception {
    Map<TenantId, List<LogEntry>> logs = new LinkedHashMap<>();
    for (LogEntry entry : WholeLog.read(stack)) {
      logs.computeIfAbsent(new TenantId(entry.key()), absent -> new ArrayList<>()).add(entry);
    }
    var images = new RebaseImages(Archived.objects(stack), InstantSource.system());
    var tenants = new TreeMap<TenantId, ReplayedTenant>();
    for (var log : logs.entrySet()) {
      tenants.put(log.getKey(), ReplayedTenant.of(log.getKey(), log.getValue(), folder, images));
    }
    return new LogReplay(tenants);
  }

  /** Every tenant that has a record in the log, the directory too. */
  public Map<TenantId, ReplayedTenant> tenants() {
    return tenants;
  }

  /** A tenant that has a record in the log. */
  public ReplayedTenant tenant(String tenant) {
    ReplayedTenant replayed = tenants.get(new TenantId(tenant));
    if (replayed == null) {
      throw new AssertionError("the log has no record of " + tenant);
    }
    return replayed;
  }

  /** What the directory says of a tenant. */
  public Optional<TenantEntry> directoryEntry(String tenant) {
    return tenant("_system").read(reader -> reader.tenant(new TenantId(tenant)));
  }

  /** How many records the log has, whatever became of them. */
  public int records() {
    return tenants.values().stream().mapToInt(ReplayedTenant::records).sum();
  }

  @Override
  public void close() {
    tenants.values().forEach(ReplayedTenant::close);
  }
}
