package io.entdb.applier.followups;

import io.entdb.applier.followups.RecordLog.LogUnavailableException;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.Schema;
import io.entdb.store.OutboxRow;
import io.entdb.store.StoreState;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantReader;
import io.entdb.store.rules.Rules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What waits in one tenant at one state, and how it is delivered (ADR 0013 D3, D6). May be cut off
 * anywhere, run twice, or run by two processes at a time.
 *
 * @param partition where the tenant lives
 * @param dueAt unix ms of tenant time from which something is due
 * @param rows oldest first for each target
 * @param entries the directory's, of those targets that it knows; empty where the source isn't it
 * @param silent targets that never told the directory anything, so that they may not be open yet
 */
public record Delivery(
    StoreState state,
    int partition,
    long dueAt,
    List<OutboxRow> rows,
    Map<TenantId, TenantEntry> entries,
    Set<TenantId> silent) {
  /** Follow-ups in one delivery: what follows is found by the next look. */
  private static final int ROWS_MAX = 500;

  public Delivery {
    rows = List.copyOf(rows);
    entries = Map.copyOf(entries);
    silent = Set.copyOf(silent);
  }

  /** What waits in the state that is read. */
  static Delivery read(TenantReader reader, int partition) {
    List<OutboxRow> rows = reader.followUps(ROWS_MAX);
    var entries = new LinkedHashMap<TenantId, TenantEntry>();
    var silent = new HashSet<TenantId>();
    if (reader.state().tenant().isSystem()) {
      for (OutboxRow row : rows) {
        if (!entries.containsKey(row.target())) {
          reader.tenant(row.target()).ifPresent(entry -> entries.put(row.target(), entry));
          if (reader.inbox(row.target()).number() == 0) {
            silent.add(row.target());
          }
        }
      }
    }
    return new Delivery(reader.state(), partition, reader.work().dueAt(), rows, entries, silent);
  }

  /** A tenant's log: where records for one of its lives go. */
  private record Place(TenantId tenant, int partition, long incarnation) {}

  /**
   * Delivers what waits, and tells what is due.
   *
   * @param now unix ms by the caller's clock
   * @return n of the last record that was appended to the tenant's own log; empty = none was.
   *     Before the tenant is there, another delivery would repeat this one.
   */
  OptionalLong run(RecordLog log, long now) throws LogUnavailableException, InterruptedException {
    OptionalLong last = OptionalLong.empty();
    for (List<OutboxRow> batch : byTarget()) {
      TenantId target = batch.getFirst().target();
      Optional<Place> place = place(target);
      if (place.isPresent()) {
        deliver(log, place.get(), batch);
      }
      // To a target that was never there nothing can be told, so it is done with.
      last = OptionalLong.of(acknowledge(log, batch));
    }
    if (dueAt <= now) {
      var due = new ControlOperation.Due();
      String key = "due:" + dueAt + ":" + state.n();
      last = OptionalLong.of(log.append(partition, record(self(), key, due)));
    }
    return last;
  }

  private List<List<OutboxRow>> byTarget() {
    var batches = new LinkedHashMap<TenantId, List<OutboxRow>>();
    for (OutboxRow row : rows) {
      List<OutboxRow> batch = batches.computeIfAbsent(row.target(), it -> new ArrayList<>());
      // A new life of the log leaves numbers out; those after wait for the next delivery.
      if (batch.isEmpty() || batch.getLast().number() + 1 == row.number()) {
        batch.add(row);
      }
    }
    return List.copyOf(batches.values());
  }

  private Place self() {
    return new Place(state.tenant(), partition, state.incarnation());
  }

  private Optional<Place> place(TenantId target) {
    if (target.isSystem()) {
      return Optional.of(new Place(TenantId.SYSTEM, 0, 1));
    }
    if (target.equals(state.tenant())) {
      return Optional.of(self());
    }
    return Optional.ofNullable(entries.get(target))
        .map(entry -> new Place(target, entry.partition(), entry.incarnation()));
  }

  private void deliver(RecordLog log, Place target, List<OutboxRow> batch)
      throws LogUnavailableException, InterruptedException {
    TenantEntry entry = entries.get(target.tenant());
    if (entry != null && silent.contains(target.tenant())) {
      open(log, target, entry);
    }
    long first = batch.getFirst().number();
    List<FollowUp> bodies = batch.stream().map(OutboxRow::followUp).toList();
    var operation =
        new ControlOperation.FollowUps(
            state.tenant(), state.incarnation(), first, first - 1, bodies);
    String key =
        "follow-ups:%s:%d:%d-%d"
            .formatted(state.tenant(), state.incarnation(), first, batch.getLast().number());
    log.append(target.partition(), record(target, key, operation));
  }

  /**
   * The target may not have been opened yet, and this process does not follow it. The record that
   * opens a tenant changes nothing in one that is open (ADR 0004 D4).
   */
  private static void open(RecordLog log, Place target, TenantEntry entry)
      throws LogUnavailableException, InterruptedException {
    var operation =
        new Operation.OpenTenant(List.of(new Member(entry.owner(), Role.OWNER)), Schema.EMPTY);
    log.append(target.partition(), record(target, "open:" + target.incarnation(), operation));
  }

  private long acknowledge(RecordLog log, List<OutboxRow> batch)
      throws LogUnavailableException, InterruptedException {
    TenantId target = batch.getFirst().target();
    long through = batch.getLast().number();
    var operation = new ControlOperation.Acknowledge(target, through);
    String key = "acknowledge:%s:%d:%d".formatted(target, state.incarnation(), through);
    return log.append(partition, record(self(), key, operation));
  }

  private static WalRecord record(Place target, String key, Operation operation) {
    return new WalRecord(
        Rules.VERSION_MAX,
        target.tenant(),
        target.incarnation(),
        Principal.INTERNAL,
        new Authority.Privileged(),
        new IdempotencyKey(key),
        hash(key),
        "",
        List.of(operation));
  }

  private static RequestHash hash(String key) {
    try {
      return new RequestHash(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
