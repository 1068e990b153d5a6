package io.entdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.RebaseImages;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.Mark;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RebaseImage;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.store.Records;
import io.entdb.store.Shop;
import io.entdb.store.StoreReport;
import io.entdb.store.TenantStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that go into a running system: what they say, upload and ask the gateway for. */
final class RunningSystemRestoreTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId GONE = new TenantId("gone");

  @TempDir Path folder;
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final Shell shell = new Shell(objects);

  @BeforeEach
  void archiveATenantAndTheDirectoryThatHasDeletedBob() throws Exception {
    var acme = new Records(ACME, 2);
    archive(
        2,
        acme.opening(Shop.SCHEMA),
        acme.plan(Shop.person("a", "Ann")),
        acme.plan(Records.BOB, "b", Shop.person("b", "Ben")),
        acme.plan(new Operation.DeleteNode(Shop.byId("a"), true)));
    var system = new Records(TenantId.SYSTEM, 0);
    archive(
        0,
        internal(system, new ControlOperation.CreateUser(Records.BOB, "b@x", "Bob")),
        internal(system, new Operation.CreateTenant(ACME, "a", Records.ALICE, 2, 0)),
        internal(system, new Operation.CreateTenant(GONE, "g", Records.ALICE, 3, 0)),
        internal(system, new ControlOperation.DeleteUser(Records.BOB, 0)),
        internal(system, new ControlOperation.DeleteTenant(GONE, 0)),
        internal(system, new ControlOperation.Due()));
    archive(3, new Records(GONE, 3).opening(Shop.SCHEMA));
  }

  private static LogEntry internal(Records records, Operation operation) {
    return records.entry(
        Principal.INTERNAL, new Authority.Privileged(), operation.toString(), List.of(operation));
  }

  private void archive(int partition, LogEntry... log) throws Exception {
    var writer = new ArchiveWriter(objects);
    var segment = new SegmentBuilder(partition, 0, -1);
    Arrays.stream(log).forEach(segment::add);
    writer.put(segment.build(Instant.EPOCH));
    writer.put(new Mark(partition, log.length - 1L, log[log.length - 1].brokerTime() + 60_000));
  }

  private int restore(String... options) {
    var all = new ArrayList<>(List.of("restore", "--admin-token=t"));
    all.addAll(List.of(options));
    return shell.run(all.toArray(String[]::new));
  }

  private StoreReport posted(TenantId tenant) throws Exception {
    var images = new RebaseImages(objects, InstantSource.system());
    String body = shell.posted.getLast();
    int at = body.indexOf("image_sha256=") + "image_sha256=".length();
    RebaseImage image = images.find(tenant, body.substring(at, at + 64)).orElseThrow();
    Path file = folder.resolve("posted.db");
    images.download(image, file);
    StoreReport report = TenantStore.audit(file);
    assertThat(report.recomputedDigest()).isEqualTo(image.digest());
    return report;
  }

  @Test
  void aDryRunSaysWhatWouldChangeAndWritesNothing() throws Exception {
    assertThat(restore("--tenant-id=acme", "--in-place", "--target-position=1", "--dry-run"))
        .isZero();
    assertThat(shell.out())
        .contains("as archived: last record 3", "1 live nodes")
        .contains("as restored: last record 1")
        .contains("2 archived records and all later ones no longer count")
        .contains("Nothing was written.");
    assertThat(shell.posted).isEmpty();
    assertThat(objects.list("images/", "")).isEmpty();
  }

  @Test
  void inPlaceTakesForceAndUploadsTheStateWithoutErasedPersons() throws Exception {
    assertThat(restore("--tenant-id=acme", "--in-place", "--target-position=2")).isEqualTo(1);
    assertThat(shell.err()).contains("repeat with --force");
    assertThat(restore("--tenant-id=acme", "--in-place", "--target-position=2", "--force"))
        .isZero();
    assertThat(shell.posted).hasSize(1);
    assertThat(shell.posted.getFirst()).startsWith("/admin/tenants/acme/rebase {image_sha256=");
    assertThat(shell.out()).contains("tenant acme  APPLIED at entdb-wal:2:41");
    assertThat(shell.out())
        .contains("--in-place --tenant-id acme --target-position entdb-wal:2:40");
    assertThat(posted(ACME).counts().nodes()).as("Ann's, not Bob's").isEqualTo(1);
  }

  @Test
  void aBranchIsMadeWithItsOwner() throws Exception {
    assertThat(restore("--tenant-id=acme", "--as-tenant=look")).isEqualTo(1);
    assertThat(shell.err()).contains("needs --owner");
    assertThat(
            restore(
                "--tenant-id=acme",
                "--as-tenant=look",
                "--owner=user:alice",
                "--target-position=1",
                "--format=json"))
        .isZero();
    assertThat(shell.posted.getFirst())
        .startsWith("/admin/tenants/look/rebase")
        .contains("create_with_owner=user:alice");
    assertThat(shell.out()).contains("\"done\":true", "\"tenant\":\"look\"", "\"restored_n\":1");
    assertThat(posted(new TenantId("look")).counts().nodes()).isEqualTo(1);
  }

  @Test
  void deletedTenantsStayDeleted() {
    assertThat(restore("--tenant-id=gone", "--as-tenant=back", "--owner=user:alice")).isEqualTo(1);
    assertThat(shell.err()).contains("tenant gone is deleted, for good");
    assertThat(restore("--tenant-id=acme", "--in-place", "--as-tenant=x")).isEqualTo(1);
    assertThat(shell.err()).contains("exclude each other");
    assertThat(shell.posted).isEmpty();
  }
}
