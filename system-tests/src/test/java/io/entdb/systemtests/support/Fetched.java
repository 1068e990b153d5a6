package io.entdb.systemtests.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.ImageRef;
import io.entdb.backup.ProgressListener;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.localstack.LocalStack;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tenant's database as the bucket of a stack has it. */
public final class Fetched {
  private static final Duration SOON = Duration.ofSeconds(60);

  private Fetched() {}

  /** Has a snapshot made of this moment and restores it; the stack has an admin token. */
  public static Path snapshot(LocalStack stack, String tenant, Path folder) {
    Client client = Client.of(stack.rest());
    JsonNode asked =
        client
            .adminPost("/admin/snapshot", "{\"tenant_id\":\"" + tenant + "\"}")
            .require(202)
            .json();
    String id = asked.path("snapshots").path(0).path("snapshot_id").asText();
    String status = "/admin/snapshots/" + id + "?tenant_id=" + tenant;
    Await.until(
        "snapshot " + id + " of " + tenant + " is made",
        SOON,
        () -> client.admin(status).json().path("status").asText().equals("DONE"));
    Cli.run(
        stack,
        "restore",
        "from-snapshot",
        "--tenant-id=" + tenant,
        "--snapshot-id=" + id,
        "--output-dir=" + folder);
    return folder.resolve(tenant + ".db");
  }

  /** Waits for a checkpoint whose image of the tenant is from a position on, and fetches that. */
  public static Path image(LocalStack stack, String tenant, WalPosition from, Path file)
      throws Exception {
    var checkpoints = new Checkpoints(Archived.objects(stack), InstantSource.system());
    var id = new TenantId(tenant);
    List<ImageRef> found = new ArrayList<>();
    Await.until(
        "a checkpoint has an image of " + tenant + " from " + from + " on",
        SOON,
        () -> {
          images(checkpoints, from.partition(), id).stream()
              .filter(image -> image.n() >= from.n())
              .forEach(found::add);
          return !found.isEmpty();
        });
    checkpoints.download(id, found.getFirst(), file, ProgressListener.NONE);
    return file;
  }

  private static List<ImageRef> images(Checkpoints checkpoints, int partition, TenantId tenant) {
    try {
      return checkpoints.newest(partition).stream()
          .flatMap(manifest -> manifest.tenants().stream())
          .filter(mark -> mark.tenant().equals(tenant))
          .map(TenantCheckpoint::image)
          .flatMap(Optional::stream)
          .toList();
    } catch (ObjectStoreException e) {
      throw new AssertionError("cannot read checkpoints of partition " + partition, e);
    }
  }
}
