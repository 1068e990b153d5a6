package io.entdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.backup.restore.ClosedFile;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.DigestDivergedException;
import io.entdb.backup.restore.Erasures;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreRefusedException;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreReport;
import io.entdb.store.TenantStore;
import io.entdb.store.UserEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a past state back into the running system (ADR 0017): restores it into a file, erases in
 * that what was erased since, uploads it as an image, and has the gateway append the record that
 * names it.
 */
final class RunningSystemRestore {
  private final TenantVerb verb;
  private final Backups backups;
  private final Place place;
  private final Optional<TenantId> branch;
  private final Path folder;
  private final Map<String, Object> answer = new LinkedHashMap<>();

  private RunningSystemRestore(
      TenantVerb verb, Backups backups, Place place, Optional<TenantId> branch, Path folder) {
    this.verb = verb;
    this.backups = backups;
    this.place = place;
    this.branch = branch;
    this.folder = folder;
  }

  /** What the command line says. */
  record Request(
      Place place,
      RestoreTarget target,
      RunningSystemOptions options,
      boolean dry,
      boolean force) {}

  /** Does it, or says what it would do. */
  static int run(TenantVerb verb, Backups backups, Request request)
      throws CliException,
          ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException,
          IOException {
    request.options().check();
    Optional<TenantId> branch = Optional.empty();
    if (request.options().asTenant().isPresent()) {
      branch = Optional.of(Backups.tenant(request.options().asTenant().get()));
    } else if (!request.dry() && !request.force()) {
      throw new CliException(
          "--in-place replaces the data of a running tenant; look with --dry-run, then repeat with"
              + " --force");
    }
    Path folder = Files.createTempDirectory("entdb-restore");
    try {
      return new RunningSystemRestore(verb, backups, request.place(), branch, folder).run(request);
    } finally {
      for (String tenant : List.of("now", "then", TenantId.SYSTEM.value())) {
        TenantStore.discard(folder.resolve(tenant + ".db"));
      }
      Files.deleteIfExists(folder);
    }
  }

  private int run(Request request)
      throws CliException,
          ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException,
          IOException {
    try (Progress progress = verb.progress()) {
      List<UserEntry> deleted = deletedUsers();
      Path file = folder.resolve("then.db");
      DigestBook digests = DigestBook.read(backups.checkpoints, place.partition());
      Restored then = backups.restorer.restore(place, request.target(), file, digests, progress);
      if (branch.isEmpty()) {
        sayChange(then, goOn(file, then));
      }
      ClosedFile image = Erasures.carryOut(file, place.tenant(), deleted);
      if (request.dry()) {
        return sayDry(then);
      }
      AdminApi admin = request.options().connect(verb.connections());
      RebaseImage named = backups.images.publish(branch.orElse(place.tenant()), image);
      return append(admin, request.options(), named, then);
    }
  }

  /** The directory decides: who is erased does not come back, and neither does a deleted tenant. */
  private List<UserEntry> deletedUsers()
      throws ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException,
          IOException {
    Path file = folder.resolve(TenantId.SYSTEM + ".db");
    backups.restorer.restore(
        new Place(TenantId.SYSTEM, 0),
        new RestoreTarget.ArchiveEnd(),
        file,
        DigestBook.EMPTY,
        RestoreListener.NONE);
    if (Erasures.isDeleted(file, place.tenant())) {
      throw new RestoreRefusedException(
          "tenant %s is deleted, for good; its past states are for files only"
              .formatted(place.tenant()));
    }
    return Erasures.deletedUsers(file);
  }

  /** The present state, as far as it is archived. */
  private Restored goOn(Path file, Restored then)
      throws ObjectStoreException,
          StoreException,
          RestoreRefusedException,
          DigestDivergedException,
          IOException {
    Path now = folder.resolve("now.db");
    Files.copy(file, now);
    return backups.restorer.goOn(
        place,
        now,
        then.report().state().n(),
        new RestoreTarget.ArchiveEnd(),
        RestoreListener.NONE);
  }

  private void sayChange(Restored then, Restored now) {
    verb.text("tenant %s, as archived: %s".formatted(place.tenant(), state(now.report())));
    verb.text("  as restored: %s".formatted(state(then.report())));
    verb.text(
        "  %d archived records and all later ones no longer count; members, roles, status, quota and idempotency keys stay"
            .formatted(now.records()));
    answer.put("records_undone", now.records());
    answer.put("nodes_before", now.report().counts().liveNodes());
    answer.put("edges_before", now.report().counts().edges());
  }

  private static String state(StoreReport report) {
    return "last record %d at %s, %d live nodes, %d edges"
        .formatted(
            report.state().n(),
            Instant.ofEpochMilli(report.state().tenantTime()),
            report.counts().liveNodes(),
            report.counts().edges());
  }

  private int sayDry(Restored then) {
    branch.ifPresent(
        to ->
            verb.text(
                "Would make tenant %s of %s: %s"
                    .formatted(to, place.tenant(), state(then.report()))));
    verb.text("Nothing was written.");
    answer(false, then);
    verb.json(answer);
    return Verb.ALL_IS_WELL;
  }

  private int append(AdminApi admin, RunningSystemOptions options, RebaseImage image, Restored then)
      throws CliException {
    TenantId target = branch.orElse(place.tenant());
    Map<String, String> body = new LinkedHashMap<>();
    body.put("image_sha256", image.sha256());
    if (branch.isPresent()) {
      body.put("create_with_owner", options.owner());
      body.put("name", "%s as of %d".formatted(place.tenant(), then.report().state().n()));
    }
    JsonNode done = admin.post("/admin/tenants/" + target + "/rebase", body);
    String position = done.path("wal_position").asText();
    verb.text("tenant %s  %s at %s".formatted(target, done.path("status").asText(), position));
    if (branch.isEmpty()) {
      verb.text(
          "  undo, once that is archived: entdb restore --in-place --tenant-id %s --target-position %s --force"
              .formatted(target, before(position)));
    }
    answer(true, then);
    answer.put("status", done.path("status").asText());
    answer.put("wal_position", position);
    answer.put("image", image.name());
    verb.json(answer);
    return Verb.ALL_IS_WELL;
  }

  /** The position before a record: the state that it replaced. */
  private static String before(String position) {
    int colon = position.lastIndexOf(':');
    return position.substring(0, colon + 1) + (Long.parseLong(position.substring(colon + 1)) - 1);
  }

  private void answer(boolean done, Restored then) {
    answer.put("done", done);
    answer.put("tenant", branch.orElse(place.tenant()).value());
    answer.put("restored_n", then.report().state().n());
    answer.put("nodes", then.report().counts().liveNodes());
    answer.put("edges", then.report().counts().edges());
  }
}
