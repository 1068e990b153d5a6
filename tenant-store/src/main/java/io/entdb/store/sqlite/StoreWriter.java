package io.entdb.store.sqlite;

import io.entdb.model.Limits;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.FeedCodec;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.OutcomeCodec;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.model.record.WalRecord;
import io.entdb.store.AppliedRecord;
import io.entdb.store.ImageSource;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreState;
import io.entdb.store.rules.Change;
import io.entdb.store.rules.Decision;
import io.entdb.store.rules.Feed;
import io.entdb.store.rules.Rules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The one writer of a tenant's file: applies records, several in a transaction. For one thread. */
public final class StoreWriter {
  private static final int PRUNED_PER_RECORD = 2;

  /** Batches in which nothing is assumed after something was wrongly: such records come in runs. */
  private static final int QUESTIONING = 64;

  private final Statements statements;
  private final TenantId tenant;
  private final RowHash hash = new RowHash();
  private final Standing standing = new Standing();
  private final WholeData whole;
  private final ProgressRow row;
  private Assumptions assumptions = Assumptions.none();
  private OpenImages images = OpenImages.NONE;
  private int questioning;
  private Progress now;
  private boolean erased;

  /** A record that could not be carried out, and which of the batch it is. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    final int index;

    Fault(int index, Exception cause) {
      super(cause);
      this.index = index;
    }
  }

  public StoreWriter(Statements statements, TenantId tenant) {
    this.statements = statements;
    this.tenant = tenant;
    this.whole = new WholeData(statements, hash);
    this.row = new ProgressRow(statements, tenant);
    this.now = row.load();
    rollback(); // Ends the reading that loading began: it would hold the WAL file.
  }

  /** See {@link io.entdb.store.TenantStore#apply}. */
  public List<AppliedRecord> apply(List<LogEntry> entries, ImageSource source)
      throws RecordFaultException {
    List<LogEntry> fresh = notYetApplied(entries);
    if (fresh.isEmpty()) {
      return List.of();
    }
    try (var opened = new OpenImages(source)) {
      images = opened;
      return applyUpToFault(fresh);
    }
  }

  private List<AppliedRecord> applyUpToFault(List<LogEntry> fresh) throws RecordFaultException {
    try {
      return commit(fresh);
    } catch (Fault fault) {
      LogEntry culprit = fresh.get(fault.index);
      if (fault.index > 0) {
        applyBefore(fresh.subList(0, fault.index));
      }
      Throwable cause = fault.getCause() == null ? fault : fault.getCause();
      throw new RecordFaultException(culprit.position(), String.valueOf(cause.getMessage()), cause);
    }
  }

  public StoreState state() {
    Progress at = now;
    var digest = at.digest().copy();
    digest.add(hash.ofTenant(at.incarnation(), at.tenantTime()));
    return new StoreState(
        tenant,
        at.incarnation(),
        at.n() < 0 ? Optional.empty() : Optional.of(new WalPosition(at.partition(), at.n())),
        at.leaderEpoch(),
        at.tenantTime(),
        digest.hex(),
        at.schema().fingerprint(),
        at.work());
  }

  CachedSchema schema() {
    return now.schema();
  }

  private void applyBefore(List<LogEntry> entries) {
    try {
      commit(entries);
    } catch (Fault again) {
      throw new IllegalStateException(
          "record " + entries.get(again.index).position() + " was applied once and fails now",
          again);
    }
  }

  private List<LogEntry> notYetApplied(List<LogEntry> entries) {
    var fresh = new ArrayList<LogEntry>(entries.size());
    long last = now.n();
    for (LogEntry entry : entries) {
      if (entry.position().n() > now.n()) {
        if (entry.position().n() <= last) {
          throw new IllegalArgumentException(
              "record " + entry.position() + " comes after " + last + "; records must rise");
        }
        last = entry.position().n();
        fresh.add(entry);
      }
    }
    return fresh;
  }

  /** Something was not new after all: the batch has to be done again, with questions. */
  private static final class NotNew extends Exception {
    private static final long serialVersionUID = 1L;

    NotNew(Exception cause) {
      super(cause);
    }
  }

  private List<AppliedRecord> commit(List<LogEntry> entries) throws Fault {
    List<WalRecord> records = decoded(entries);
    if (questioning == 0) {
      try {
        return commit(entries, records, true);
      } catch (NotNew _) {
        questioning = QUESTIONING;
      }
    }
    questioning--;
    try {
      return commit(entries, records, false);
    } catch (NotNew e) {
      throw new IllegalStateException("nothing was assumed", e);
    }
  }

  private List<AppliedRecord> commit(
      List<LogEntry> entries, List<WalRecord> records, boolean assuming) throws Fault, NotNew {
    Progress before = now;
    boolean committed = false;
    now = before.withOwnDigest();
    try {
      assumptions = new Assumptions();
      var applied = new ArrayList<AppliedRecord>(entries.size());
      for (int i = 0; i < entries.size(); i++) {
        if (assuming) {
          assumptions.begin(records.get(i));
        }
        applied.add(applyOne(entries.get(i), records.get(i), i));
      }
      row.save(now);
      statements.commit();
      committed = true;
      return applied;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    } catch (SqlFailure e) {
      if (assuming && e.isKeyTaken()) {
        throw new NotNew(e);
      }
      throw e;
    } catch (Fault e) {
      if (assuming) {
        throw new NotNew(e); // Perhaps no fault, but a wrong assumption.
      }
      throw e;
    } finally {
      if (!committed) {
        now = before;
        standing.forget();
        rollback();
      }
    }
  }

  private static List<WalRecord> decoded(List<LogEntry> entries) throws Fault {
    var records = new ArrayList<WalRecord>(entries.size());
    for (LogEntry entry : entries) {
      try {
        records.add(RecordCodec.decode(entry.value()));
      } catch (UnknownFormatException | RuntimeException e) {
        throw new Fault(records.size(), e);
      }
    }
    return records;
  }

  private AppliedRecord applyOne(LogEntry entry, WalRecord record, int index) throws Fault {
    try {
      long n = entry.position().n();
      long time = Math.max(now.tenantTime(), entry.brokerTime());
      pruneOutcomes(time);
      var view =
          new SqlView(
              statements,
              tenant,
              now.incarnation(),
              now.schema().schema(),
              standing,
              assumptions,
              images);
      Decision decision = Rules.decide(view, record, n, time);
      if (!assumptions.areProvenBy(decision, record.idempotencyKey())) {
        assumptions.cease();
        decision = Rules.decide(view, record, n, time);
      }
      if (decision instanceof Decision.Fresh fresh) {
        carryOut(fresh, record, view, n, time);
      }
      now = now.at(entry.position().partition(), n, entry.leaderEpoch(), time);
      return new AppliedRecord(
          entry.position(), decision.outcome(), decision instanceof Decision.Repeated);
    } catch (SqlFailure e) {
      throw e;
    } catch (ImageFailure e) {
      if (!e.isDamage()) {
        throw e;
      }
      throw new Fault(index, e);
    } catch (UnknownFormatException | RuntimeException e) {
      throw new Fault(index, e);
    }
  }

  private void carryOut(
      Decision.Fresh decision, WalRecord record, SqlView view, long n, long time) {
    List<Change> changes = decision.changes();
    byte[] feed = feedOf(record, changes, view); // Looks at the state before them.
    changes.forEach(standing::changed);
    assumptions.writes(decision, record.idempotencyKey());
    if (!changes.isEmpty() && changes.getFirst() instanceof Change.NewLife(long incarnation)) {
      now = whole.beginLife(now, incarnation);
      changes = changes.subList(1, changes.size());
    }
    if (!changes.isEmpty() && changes.getFirst() instanceof Change.EraseAll) {
      now = whole.erase(now);
      changes = changes.subList(1, changes.size());
    }
    if (!changes.isEmpty() && changes.getFirst() instanceof Change.Rebase(RebaseImage image)) {
      now = whole.rebase(now, images.of(image));
      changes = changes.subList(1, changes.size());
    }
    boolean forgets =
        changes.size() < decision.changes().size() || contains(changes, Feed::startsAnew);
    if (forgets) {
      erased = true;
      now = now.withFeedFloor(n);
    }
    for (Change change : changes) {
      if (change instanceof Change.OfSchema(var _, var after)) {
        now = now.withSchema(CachedSchema.of(after));
      }
    }
    var writer = new ChangeWriter(statements, hash, now.digest(), assumptions);
    for (Change change : changes) {
      writer.carryOut(change, now.schema().schema());
    }
    writer.putOutcome(
        new Rows.OutcomeRow(
            n,
            record.idempotencyKey(),
            record.requestHash(),
            time,
            OutcomeCodec.encode(decision.outcome())),
        forgets ? Rows.NO_BYTES : feed);
    if (now.oldestOutcomeTime() == Long.MAX_VALUE) {
      now = now.withOldestOutcome(time);
    }
    if (contains(decision.changes(), Waiting::isTouchedBy)) {
      now = now.withWork(Waiting.of(statements));
    }
  }

  private static boolean contains(List<Change> changes, Predicate<Change> what) {
    for (Change change : changes) {
      if (what.test(change)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] feedOf(WalRecord record, List<Change> changes, SqlView before) {
    return Feed.of(record.actor(), changes, before).map(FeedCodec::encode).orElse(Rows.NO_BYTES);
  }

  /** Forgets at most two outcomes whose time is over. Part of the rules: every follower does. */
  private void pruneOutcomes(long time) {
    if (now.oldestOutcomeTime() > time - Limits.OUTCOME_TTL_MS) {
      return;
    }
    List<Rows.OutcomeRow> oldest =
        statements.list("read/oldest_outcomes", Rows::outcome, PRUNED_PER_RECORD + 1);
    var writer = new ChangeWriter(statements, hash, now.digest(), assumptions);
    int removed = 0;
    while (removed < Math.min(PRUNED_PER_RECORD, oldest.size())
        && oldest.get(removed).tenantTime() <= time - Limits.OUTCOME_TTL_MS) {
      writer.removeOutcome(oldest.get(removed));
      now = now.withFeedFloor(oldest.get(removed).n());
      removed++;
    }
    now =
        now.withOldestOutcome(
            removed < oldest.size() ? oldest.get(removed).tenantTime() : Long.MAX_VALUE);
  }

  /** Whether what was erased since the last question may stand in the WAL file still. */
  public boolean takeErased() {
    boolean was = erased;
    erased = false;
    return was;
  }

  private void rollback() {
    try {
      statements.connection().rollback();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }
}
