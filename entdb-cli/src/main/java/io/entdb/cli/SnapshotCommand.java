package io.entdb.cli;

import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.SnapshotVerifier;
import io.entdb.backup.Snapshots;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.DigestDivergedException;
import io.entdb.backup.restore.RestoreRefusedException;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.TenantId;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Snapshots: what the snapshot-service has made, and one's own. */
@Command(
    name = "snapshot",
    description = {
      "Writes a tenant's state, as far as it is archived, into a SQLite file of your own.",
      "It is made as a restore is, and verified."
    },
    subcommands = {
      SnapshotCommand.Ls.class,
      SnapshotCommand.Show.class,
      SnapshotCommand.Verify.class,
      SnapshotCommand.Delete.class
    })
final class SnapshotCommand extends TenantVerb {
  @Mixin private OutputOptions output = new OutputOptions();

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
    Path file = output.file(place.tenant());
    RestoreTarget all = new RestoreTarget.ArchiveEnd();
    if (output.isDryRun()) {
      return sayPlan(place, backups.restorer.plan(place, all), file);
    }
    try (Progress progress = progress()) {
      DigestBook digests = DigestBook.read(backups.checkpoints, place.partition());
      return sayRestored(backups.restorer.restore(place, all, file, digests, progress), file);
    }
  }

  /** Prints a tenant's snapshots. */
  static int list(Verb verb, Snapshots snapshots, TenantId tenant) throws ObjectStoreException {
    List<Map<String, Object>> answers = new ArrayList<>();
    for (var id : snapshots.ids(tenant)) {
      var snapshot = snapshots.read(tenant, id);
      if (snapshot.isPresent()) {
        verb.text(
            "%s  state of %s, made %s, %d bytes, %d nodes, %d edges"
                .formatted(
                    id,
                    Instant.ofEpochMilli(snapshot.get().tenantTimeMs()),
                    Instant.ofEpochMilli(snapshot.get().createdAtMs()),
                    snapshot.get().image().bytes(),
                    snapshot.get().counts().nodes(),
                    snapshot.get().counts().edges()));
        answers.add(manifest(snapshot.get()));
      }
    }
    if (answers.isEmpty()) {
      verb.text("Tenant %s has no snapshots.".formatted(tenant));
    }
    verb.json(Map.of("snapshots", answers));
    return Verb.ALL_IS_WELL;
  }

  private static Map<String, Object> manifest(SnapshotManifest snapshot) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", snapshot.tenant().value());
    fields.put("snapshot_id", snapshot.id().toString());
    fields.put("partition", snapshot.partition());
    fields.put("n", snapshot.n());
    fields.put("last_n", snapshot.image().n());
    fields.put("tenant_time", Instant.ofEpochMilli(snapshot.tenantTimeMs()).toString());
    fields.put("created_at", Instant.ofEpochMilli(snapshot.createdAtMs()).toString());
    fields.put("digest", snapshot.image().digest());
    fields.put("schema_fingerprint", snapshot.schemaFingerprint());
    fields.put("bytes", snapshot.image().bytes());
    fields.put("chunks", snapshot.image().chunks().size());
    fields.put("nodes", snapshot.counts().nodes());
    fields.put("live_nodes", snapshot.counts().liveNodes());
    fields.put("edges", snapshot.counts().edges());
    fields.put("members", snapshot.counts().members());
    fields.put("compared_digests", snapshot.compared());
    return fields;
  }

  @Command(name = "list", description = "Lists a tenant's snapshots, oldest first.")
  static final class Ls extends TenantVerb {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      return list(this, new Backups(objects()).snapshots, Backups.tenant(tenant()));
    }
  }

  @Command(name = "show", description = "Shows all that a snapshot's manifest says.")
  static final class Show extends TenantVerb {
    @Option(names = "--snapshot-id", required = true, description = "Its id, or snap_<time>.")
    private String snapshotId = "";

    @Override
    public Integer call() throws CliException, ObjectStoreException {
      SnapshotManifest snapshot =
          RestoreCommand.FromSnapshot.find(new Backups(objects()), tenant(), snapshotId);
      Map<String, Object> fields = manifest(snapshot);
      fields.forEach((name, value) -> text("%-19s %s".formatted(name, value)));
      json(fields);
      return ALL_IS_WELL;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Reads every object of snapshots and checks every checksum; all tenants' without"
            + " --tenant-id.",
        "Names what is damaged or missing, and then ends with exit code 1."
      })
  static final class Verify extends Verb {
    @Option(names = "--tenant-id", description = "Only this tenant.")
    private @Nullable String tenant;

    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var backups = new Backups(objects());
      String named = tenant;
      List<TenantId> tenants =
          named == null ? backups.snapshots.tenants() : List.of(Backups.tenant(named));
      List<Map<String, Object>> answers = new ArrayList<>();
      boolean allIsWell = true;
      for (TenantId each : tenants) {
        SnapshotVerifier.Report report;
        try (Progress progress = progress()) {
          report =
              SnapshotVerifier.verify(
                  backups.objects,
                  backups.snapshots,
                  each,
                  (done, of) -> progress.show(each.value(), done, of));
        }
        allIsWell &= report.isSound();
        answers.add(show(report));
      }
      if (answers.isEmpty()) {
        text("There are no snapshots.");
      }
      json(Map.of("ok", allIsWell, "tenants", answers));
      return allIsWell ? ALL_IS_WELL : SOMETHING_IS_WRONG;
    }

    private Map<String, Object> show(SnapshotVerifier.Report report) {
      text(
          "tenant %s  %s  %d snapshots sound, %d chunks, %d bytes"
              .formatted(
                  report.tenant(),
                  report.isSound() ? "ok" : report.wrong().size() + " damaged or missing",
                  report.sound(),
                  report.chunks(),
                  report.bytes()));
      report.wrong().forEach(line -> text("  " + line));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("tenant", report.tenant().value());
      answer.put("ok", report.isSound());
      answer.put("wrong", report.wrong());
      answer.put("snapshots_sound", report.sound());
      answer.put("chunks", report.chunks());
      answer.put("bytes", report.bytes());
      return answer;
    }
  }

  @Command(
      name = "delete",
      description = {
        "Deletes a snapshot by hand. A tenant's newest one is refused without --force.",
        "Its chunks go with the snapshot-service's next look, if nobody else needs them."
      })
  static final class Delete extends TenantVerb {
    @Option(names = "--snapshot-id", required = true, description = "Its id.")
    private String snapshotId = "";

    @Option(names = "--force", description = "Also where it is the tenant's newest.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var backups = new Backups(objects());
      SnapshotManifest snapshot = RestoreCommand.FromSnapshot.find(backups, tenant(), snapshotId);
      boolean isNewest = backups.snapshots.ids(snapshot.tenant()).getLast().equals(snapshot.id());
      if (isNewest && !force) {
        throw new CliException(
            "%s is the newest snapshot of %s; --force deletes it all the same"
                .formatted(snapshot.id(), snapshot.tenant()));
      }
      if (dryRun) {
        text("Would delete %s of %s.".formatted(snapshot.id(), snapshot.tenant()));
      } else {
        backups.snapshots.delete(snapshot.tenant(), snapshot.id());
        text("Deleted %s of %s.".formatted(snapshot.id(), snapshot.tenant()));
      }
      json(Map.of("done", !dryRun, "snapshot_id", snapshot.id().toString()));
      return ALL_IS_WELL;
    }
  }
}
