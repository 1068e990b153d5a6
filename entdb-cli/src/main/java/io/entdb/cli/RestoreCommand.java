package io.entdb.cli;

import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.DigestDivergedException;
import io.entdb.backup.restore.RestoreRefusedException;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreReport;
import io.entdb.store.TenantStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings tenants back as files. */
@Command(
    name = "restore",
    description = {
      "Restores a tenant into a SQLite file: from its newest snapshot before the target, and the"
          + " archive after it.",
      "Without a target, all that is archived. The file appears verified or not at all.",
      "With --in-place or --as-tenant the state goes into the running system instead."
    },
    subcommands = {
      RestoreCommand.ListSnapshots.class,
      RestoreCommand.FromSnapshot.class,
      RestoreCommand.ReplayArchive.class,
      RestoreCommand.Verify.class
    })
final class RestoreCommand extends TenantVerb {
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RunningSystemOptions running = new RunningSystemOptions();

  @Override
  public Integer call()
      throws CliException,
          ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException,
          IOException {
    String tenant = tenant();
    var backups = new Backups(objects());
    Place place = backups.find(tenant);
    RestoreTarget wanted = target.target(place.partition());
    if (running.isAsked()) {
      return RunningSystemRestore.run(
          this,
          backups,
          new RunningSystemRestore.Request(
              place, wanted, running, output.isDryRun(), output.isForced()));
    }
    Path file = output.file(place.tenant());
    if (output.isDryRun()) {
      return sayPlan(place, backups.restorer.plan(place, wanted), file);
    }
    try (Progress progress = progress()) {
      DigestBook digests = DigestBook.read(backups.checkpoints, place.partition());
      return sayRestored(backups.restorer.restore(place, wanted, file, digests, progress), file);
    }
  }

  @Command(name = "list-snapshots", description = "Lists a tenant's snapshots, oldest first.")
  static final class ListSnapshots extends TenantVerb {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var backups = new Backups(objects());
      return SnapshotCommand.list(this, backups.snapshots, Backups.tenant(tenant()));
    }
  }

  @Command(
      name = "from-snapshot",
      description = "Restores a tenant as a snapshot has it, without the archive.")
  static final class FromSnapshot extends TenantVerb {
    @Option(
        names = "--snapshot-id",
        required = true,
        description =
            "Its id, or snap_<time> for the newest snapshot at or before a time, such as"
                + " snap_2024-01-15T00:00:00Z.")
    private String snapshotId = "";

    @Mixin private OutputOptions output = new OutputOptions();

    @Override
    public Integer call()
        throws CliException,
            ObjectStoreException,
            StoreException,
            RestoreRefusedException,
            DigestDivergedException,
            IOException {
      var backups = new Backups(objects());
      SnapshotManifest snapshot = find(backups, tenant(), snapshotId);
      Place place = new Place(snapshot.tenant(), snapshot.partition());
      Path file = output.file(place.tenant());
      if (output.isDryRun()) {
        text("Would restore snapshot %s into %s.".formatted(snapshot.id(), file));
        text("Nothing was written.");
        json(Map.of("done", false, "snapshot_id", snapshot.id().toString()));
        return ALL_IS_WELL;
      }
      try (Progress progress = progress()) {
        Restored restored = backups.restorer.load(snapshot, file, progress);
        return sayRestored(restored, file);
      }
    }

    static SnapshotManifest find(Backups backups, String tenant, String text)
        throws CliException, ObjectStoreException {
      Optional<SnapshotId> id = SnapshotId.parse(text);
      Optional<SnapshotManifest> found;
      if (id.isPresent()) {
        found = backups.snapshots.read(Backups.tenant(tenant), id.get());
      } else {
        long timeMs = time(text).toEpochMilli();
        found =
            backups.snapshots.newest(
                Backups.tenant(tenant), snapshot -> snapshot.tenantTimeMs() <= timeMs);
      }
      return found.orElseThrow(
          () ->
              new CliException(
                  "tenant %s has no snapshot %s; see: entdb restore list-snapshots"
                      .formatted(tenant, text)));
    }

    private static Instant time(String text) throws CliException {
      try {
        return Instant.parse(text.startsWith("snap_") ? text.substring(5) : text);
      } catch (DateTimeException e) {
        throw new CliException(
            "'%s' is neither the id of a snapshot nor snap_<time>".formatted(text), e);
      }
    }
  }

  @Command(
      name = "replay-archive",
      description = {
        "Applies archived records to a restored file, from where it stands up to the target.",
        "The position says where you believe that it stands: nothing is left out by mistake."
      })
  static final class ReplayArchive extends TenantVerb {
    @Option(
        names = "--from-position",
        required = true,
        description = "A position in full, or the number at its end; records after it are applied.")
    private String from = "";

    @Option(
        names = {"--data-dir", "--output-dir"},
        required = true,
        description = "The folder with <tenant>.db.")
    private Path dataDir = Path.of("");

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Mixin private TargetOptions target = new TargetOptions();

    @Override
    public Integer call()
        throws CliException,
            ObjectStoreException,
            StoreException,
            RestoreRefusedException,
            DigestDivergedException {
      var backups = new Backups(objects());
      Place place = backups.find(tenant());
      Path file = dataDir.resolve(place.tenant() + ".db");
      if (!Files.exists(file)) {
        throw new CliException("there is no %s; restore a snapshot into it first".formatted(file));
      }
      long fromN = TargetOptions.n(from, Optional.of(place.partition()));
      RestoreTarget wanted = target.target(place.partition());
      if (dryRun) {
        StoreReport stands = TenantStore.audit(file);
        text(
            "Would apply archived records of %s after %d to %s, which stands at %d."
                .formatted(place.tenant(), fromN, file, stands.state().n()));
        text("Nothing was written.");
        json(Map.of("done", false, "stands_at_n", stands.state().n()));
        return ALL_IS_WELL;
      }
      try (Progress progress = progress()) {
        return sayRestored(backups.restorer.goOn(place, file, fromN, wanted, progress), file);
      }
    }
  }

  @Command(
      name = "verify",
      description = {
        "Verifies restored files: SQLite's own check, and the digest computed from all rows.",
        "Looks into all folders below. Files in use cannot be verified and count as damaged."
      })
  static final class Verify extends Verb {
    @Option(
        names = "--data-dir",
        required = true,
        description = "The folder with <tenant>.db files.")
    private Path dataDir = Path.of("");

    @Override
    public Integer call() throws CliException {
      List<Map<String, Object>> answers = new ArrayList<>();
      boolean allIsWell = true;
      List<Path> files = files();
      for (Path file : files) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", file.toString());
        allIsWell &= verify(file, answer);
        answers.add(answer);
      }
      if (files.isEmpty()) {
        throw new CliException("there is no .db file below %s".formatted(dataDir));
      }
      json(Map.of("ok", allIsWell, "files", answers));
      return allIsWell ? ALL_IS_WELL : SOMETHING_IS_WRONG;
    }

    private boolean verify(Path file, Map<String, Object> answer) {
      try {
        StoreReport report = TenantStore.audit(file);
        text(
            "%s  %s  tenant %s at %d, %d nodes, %d edges, digest %s"
                .formatted(
                    file,
                    report.isSound() ? "ok" : "DAMAGED",
                    report.state().tenant(),
                    report.state().n(),
                    report.counts().nodes(),
                    report.counts().edges(),
                    report.state().digest()));
        report.problems().forEach(problem -> text("  " + problem));
        answer.put("ok", report.isSound());
        answer.put("tenant", report.state().tenant().value());
        answer.put("last_n", report.state().n());
        answer.put("digest", report.state().digest());
        answer.put("problems", report.problems());
        return report.isSound();
      } catch (StoreException e) {
        text("%s  DAMAGED".formatted(file));
        text("  " + e.getMessage());
        answer.put("ok", false);
        answer.put("problems", List.of(String.valueOf(e.getMessage())));
        return false;
      }
    }

    private List<Path> files() throws CliException {
      try (Stream<Path> paths = Files.walk(dataDir)) {
        return paths.filter(path -> path.toString().endsWith(".db")).sorted().toList();
      } catch (IOException e) {
        throw new CliException("cannot look into %s: %s".formatted(dataDir, e), e);
      }
    }
  }
}
