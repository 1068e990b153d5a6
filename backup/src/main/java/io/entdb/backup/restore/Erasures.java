package io.entdb.backup.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entdb.backup.Sha256;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation.Acknowledge;
import io.entdb.model.record.ControlOperation.FollowUps;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.RequestHash;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.model.record.WalRecord;
import io.entdb.store.OutboxRow;
import io.entdb.store.RecordFaultException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreReport;
import io.entdb.store.StoreSettings;
import io.entdb.store.StoreState;
import io.entdb.store.TenantReader;
import io.entdb.store.TenantStore;
import io.entdb.store.UserEntry;
import io.entdb.store.Viewer;
import io.entdb.store.rules.Rules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Carries out on a restored file the erasure of users that the directory has deleted since, by the
 * rules by which the tenant itself would, so that no erased person comes back with an image (ADR
 * 0017 D6). The file is no state of the tenant's log any more, but its data are fit for an image.
 */
public final class Erasures {
  private static final int PAGE = 1_000;

  /** Above every life of the directory: orders count whatever was delivered before. */
  private static final long LIFE_OF_ORDERS = 1L << 62;

  private final TenantStore store;
  private long records;

  private Erasures(TenantStore store) {
    this.store = store;
  }

  /** The users that a directory, restored into a file, has deleted. */
  public static List<UserEntry> deletedUsers(Path directory) throws StoreException {
    var deleted = new ArrayList<UserEntry>();
    try (var store = TenantStore.open(directory, TenantId.SYSTEM, StoreSettings.DEFAULT)) {
      List<UserEntry> page;
      do {
        long createdAt = deleted.isEmpty() ? -1 : deleted.getLast().createdAt();
        String afterId = deleted.isEmpty() ? "" : deleted.getLast().user().value();
        page =
            store.read(
                Viewer.INTERNAL,
                reader -> reader.users(UserStatus.DELETED, createdAt, afterId, PAGE));
        deleted.addAll(page);
      } while (page.size() == PAGE);
    }
    return deleted;
  }

  /** Whether a directory, restored into a file, has deleted a tenant. */
  public static boolean isDeleted(Path directory, TenantId tenant) throws StoreException {
    try (var store = TenantStore.open(directory, TenantId.SYSTEM, StoreSettings.DEFAULT)) {
      return store.read(Viewer.INTERNAL, reader -> reader.standing(tenant).status())
          == TenantStatus.DELETED;
    }
  }

  /**
   * Erases what a tenant's file holds of deleted users.
   *
   * @return the file as it is then, verified
   * @throws RestoreRefusedException when the tenant was deleted in that state
   */
  public static ClosedFile carryOut(Path file, TenantId tenant, List<UserEntry> deleted)
      throws StoreException, RestoreRefusedException {
    try (var store = TenantStore.open(file, tenant, StoreSettings.DEFAULT)) {
      if (store.read(Viewer.INTERNAL, TenantReader::status) == TenantStatus.DELETED) {
        throw new RestoreRefusedException("tenant " + tenant + " was deleted by then");
      }
      new Erasures(store).run(deleted);
    } catch (RecordFaultException e) {
      throw new StoreException("erasing in " + file + " failed: " + e.getMessage(), e);
    }
    StoreReport report = TenantStore.audit(file);
    if (!report.isSound()) {
      throw new StoreException(
          "%s is not sound: %s".formatted(file, String.join("; ", report.problems())));
    }
    return new ClosedFile(file, report);
  }

  private void run(List<UserEntry> deleted) throws StoreException, RecordFaultException {
    List<FollowUp> orders =
        store.read(
            Viewer.INTERNAL,
            reader ->
                deleted.stream()
                    .filter(user -> !reader.seenNames(user.user()).isEmpty())
                    .<FollowUp>map(
                        user -> new FollowUp.EraseUser(user.user(), new Principal(user.name()), ""))
                    .toList());
    if (orders.isEmpty()) {
      return;
    }
    // A hold keeps erasures off, but only the present one counts, and it is not the image's.
    append(new Operation.SetTenantStatus(TenantStatus.ACTIVE));
    append(new FollowUps(TenantId.SYSTEM, LIFE_OF_ORDERS, 1, 0, orders));
    while (true) {
      Optional<OutboxRow> rest = store.read(Viewer.INTERNAL, reader -> reader.followUpToItself());
      if (rest.isEmpty()) {
        return;
      }
      goOn(rest.get());
    }
  }

  /** Does the next piece of an erasure that is too long for one record. */
  private void goOn(OutboxRow row) throws StoreException, RecordFaultException {
    StoreState state = store.state();
    append(
        new FollowUps(
            state.tenant(),
            state.incarnation(),
            row.number(),
            row.number() - 1,
            List.of(row.followUp())));
    append(new Acknowledge(state.tenant(), row.number()));
  }

  private void append(Operation operation) throws StoreException, RecordFaultException {
    StoreState state = store.state();
    WalPosition last = state.position().orElseThrow();
    String key = "erasure-in-image:" + records++;
    var record =
        new WalRecord(
            Rules.VERSION_MAX,
            state.tenant(),
            state.incarnation(),
            Principal.INTERNAL,
            new Authority.Privileged(),
            new IdempotencyKey(key),
            new RequestHash(HexFormat.of().parseHex(Sha256.hex(key.getBytes(UTF_8)))),
            "",
            List.of(operation));
    store.apply(
        List.of(
            new LogEntry(
                new WalPosition(last.partition(), last.n() + 1),
                state.leaderEpoch(),
                state.tenantTime(),
                state.tenant().value(),
                RecordCodec.encode(record),
                List.of())));
  }
}
