package io.entdb.systemtests.support;

import io.entdb.backup.RebaseImages;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.store.AppliedRecord;
import io.entdb.store.ImageSource;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.Reading;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.StoreState;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantStore;
import io.entdb.store.Viewer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One tenant, rebuilt from its log record by record. */
public final class ReplayedTenant {
  private static final StoreSettings SMALL = new StoreSettings(512, 512, 1);

  private final TenantStore store;
  private final int records;
  private final int partition;
  private final SortedMap<Long, String> digests = new TreeMap<>();
  private final Map<String, Integer> recordsOfKey = new HashMap<>();
  private final Map<String, Integer> effectsOfKey = new HashMap<>();
  private Optional<WalPosition> fault = Optional.empty();

  private ReplayedTenant(TenantStore store, List<LogEntry> log) {
    this.store = store;
    this.records = log.size();
    this.partition = log.getFirst().position().partition();
  }

  static ReplayedTenant of(TenantId tenant, List<LogEntry> log, Path folder, RebaseImages images)
      throws Exception {
    Path file = folder.resolve(tenant.value() + ".db");
    var replayed = new ReplayedTenant(TenantStore.open(file, tenant, SMALL), log);
    replayed.replay(log, images.into(folder.resolve(tenant.value() + ".image")));
    return replayed;
  }

  private void replay(List<LogEntry> log, ImageSource images) throws StoreException {
    for (LogEntry entry : log) {
      if (entry.position().partition() != partition) {
        throw new AssertionError("%s left partition %d".formatted(entry.key(), partition));
      }
      try {
        String key = RecordCodec.decode(entry.value()).idempotencyKey().value();
        recordsOfKey.merge(key, 1, Integer::sum);
        for (AppliedRecord applied : store.apply(List.of(entry), images)) {
          effectsOfKey.merge(key, applied.duplicate() ? 0 : 1, Integer::sum);
        }
        digests.put(entry.position().n(), store.state().digest());
      } catch (UnknownFormatException | RecordFaultException e) {
        fault = Optional.of(entry.position());
        return;
      }
    }
  }

  /** Where the replay stands. */
  public StoreState state() {
    return store.state();
  }

  public int partition() {
    return partition;
  }

  /** How many records the tenant has in the log. */
  public int records() {
    return records;
  }

  /** The record that cannot be carried out, which the replay stopped before. */
  public Optional<WalPosition> fault() {
    return fault;
  }

  /** How many records carry an idempotency key. */
  public int recordsOfKey(String key) {
    return recordsOfKey.getOrDefault(key, 0);
  }

  /** How many of these were not passed over as repetitions. */
  public int effectsOfKey(String key) {
    return effectsOfKey.getOrDefault(key, 0);
  }

  /** The digest after the last record at or before n; empty = there is none. */
  public Optional<String> digestAt(long n) {
    SortedMap<Long, String> until = digests.headMap(n + 1);
    return until.isEmpty() ? Optional.empty() : Optional.ofNullable(until.get(until.lastKey()));
  }

  /** Whether a record of the tenant that was applied stands at n. */
  public boolean hasRecordAt(long n) {
    return digests.containsKey(n);
  }

  /** What became of the first record with a key. */
  public Optional<StoredOutcome> outcome(String key) {
    return read(reader -> reader.outcome(new IdempotencyKey(key)));
  }

  public Optional<NodeView> node(String id) {
    return read(reader -> reader.node(new NodeId(id), false));
  }

  /** How many notes carry each mark. */
  public Map<String, Integer> notesByMark() {
    var marks = new HashMap<String, Integer>();
    for (NodeView note : notes()) {
      if (note.payload().get(TestSchema.MARK) instanceof Value.Str(String mark)) {
        marks.merge(mark, 1, Integer::sum);
      }
    }
    return marks;
  }

  private List<NodeView> notes() {
    var notes = new ArrayList<NodeView>();
    Optional<PageKey> after = Optional.empty();
    do {
      var query =
          new NodeQuery(
              TestSchema.NOTE, List.of(), new NodeQuery.Order.Id(), false, after, 0, 1_000);
      Page<NodeView> page = read(reader -> reader.query(query));
      notes.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return notes;
  }

  /** Reads the replayed state. */
  public <T> T read(Reading<T> reading) {
    try {
      return Objects.requireNonNull(store.read(Viewer.INTERNAL, reading));
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  void close() {
    try {
      store.close();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}
