package io.entdb.cli;

import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.backup.restore.Restorer.Plan;
import io.entdb.store.StoreReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A verb about one tenant's backups. */
abstract class TenantVerb extends Verb {
  @Option(names = "--tenant-id", description = "The tenant.")
  private @Nullable String tenant;

  /** The tenant's name; a command line without it is wrong. */
  final String tenant() {
    String given = tenant;
    if (given == null) {
      throw wrongCommandLine("Missing required option: '--tenant-id=<tenant>'");
    }
    return given;
  }

  final int sayPlan(Place place, Plan plan, Path file) {
    String base = plan.base().map(snapshot -> snapshot.id().toString()).orElse("its first record");
    text(
        "Would restore tenant %s of partition %d from %s and the archive through %d into %s."
            .formatted(place.tenant(), place.partition(), base, plan.throughN(), file));
    text("Nothing was written.");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("done", false);
    answer.put("tenant", place.tenant().value());
    answer.put("partition", place.partition());
    plan.base().ifPresent(snapshot -> answer.put("snapshot_id", snapshot.id().toString()));
    answer.put("through_n", plan.throughN());
    answer.put("file", file.toString());
    json(answer);
    return ALL_IS_WELL;
  }

  final int sayRestored(Restored restored, Path file) {
    StoreReport report = restored.report();
    text(
        "tenant %s  partition %d  complete through %d  last record %d at %s"
            .formatted(
                report.state().tenant(),
                restored.partition(),
                restored.throughN(),
                report.state().n(),
                Instant.ofEpochMilli(report.state().tenantTime())));
    text("  from %s, %d records replayed".formatted(base(restored.base()), restored.records()));
    text(
        "  %d nodes (%d live), %d edges, %d members; digest %s, verified"
            .formatted(
                report.counts().nodes(),
                report.counts().liveNodes(),
                report.counts().edges(),
                report.counts().members(),
                report.state().digest()));
    text("  %s, %d bytes".formatted(file, report.bytes()));
    json(fields(restored, file));
    return ALL_IS_WELL;
  }

  private static String base(Optional<SnapshotManifest> base) {
    return base.map(snapshot -> "snapshot " + snapshot.id()).orElse("the archive alone");
  }

  static Map<String, Object> fields(Restored restored, Path file) {
    StoreReport report = restored.report();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("done", true);
    answer.put("tenant", report.state().tenant().value());
    answer.put("partition", restored.partition());
    answer.put("through_n", restored.throughN());
    answer.put("last_n", report.state().n());
    answer.put("tenant_time", Instant.ofEpochMilli(report.state().tenantTime()).toString());
    restored.base().ifPresent(base -> answer.put("snapshot_id", base.id().toString()));
    answer.put("records", restored.records());
    answer.put("digest", report.state().digest());
    answer.put("nodes", report.counts().nodes());
    answer.put("live_nodes", report.counts().liveNodes());
    answer.put("edges", report.counts().edges());
    answer.put("bytes", report.bytes());
    answer.put("file", file.toString());
    return answer;
  }
}
