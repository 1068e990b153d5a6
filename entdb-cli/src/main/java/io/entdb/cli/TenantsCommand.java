package io.entdb.cli;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.objects.ObjectStoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** How tenants fare. */
@Command(
    name = "tenants",
    description = "Tenants: which ones stand still.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {TenantsCommand.Parked.class})
final class TenantsCommand {
  private TenantsCommand() {}

  @Command(
      name = "parked",
      description = {
        "Lists tenants that stand still at a record that this version cannot carry out,",
        "as of the newest checkpoint of each partition. Ends with exit code 1 when there are any.",
        "Their reads go on, marked stale; a version that can carry the record out resumes them."
      })
  static final class Parked extends CheckpointsCommand.OfPartitions {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var checkpoints = new Checkpoints(objects(), InstantSource.system());
      List<Map<String, Object>> parked = new ArrayList<>();
      for (int partition : partitions(checkpoints)) {
        Optional<CheckpointManifest> newest = checkpoints.newest(partition);
        newest.ifPresent(manifest -> manifest.tenants().forEach(it -> add(manifest, it, parked)));
      }
      if (parked.isEmpty()) {
        text("No tenant is parked.");
      }
      json(Map.of("parked", parked));
      return parked.isEmpty() ? ALL_IS_WELL : SOMETHING_IS_WRONG;
    }

    private void add(
        CheckpointManifest manifest, TenantCheckpoint tenant, List<Map<String, Object>> parked) {
      tenant
          .parked()
          .ifPresent(
              why -> {
                Instant asOf = Instant.ofEpochMilli(manifest.createdAtMs());
                text(
                    "%s  partition %d  n %d  as of %s  %s"
                        .formatted(
                            tenant.tenant(), manifest.partition(), why.n(), asOf, why.reason()));
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("tenant_id", tenant.tenant().value());
                answer.put("partition", manifest.partition());
                answer.put("n", why.n());
                answer.put("reason", why.reason());
                answer.put("as_of", asOf.toString());
                parked.add(answer);
              });
    }
  }
}
