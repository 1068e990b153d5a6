package io.entdb.cli.status;

import io.entdb.cli.status.MetricsPage.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A limit that an instance has to keep. The limits are those of the alert rules; unlike these, one
 * look cannot wait whether a fault passes.
 *
 * @param alert the rule with the same limit, and the name of its section in the operations guide
 * @param labels what samples must have to be looked at
 * @param limit of a {@link Kind#SHARE}: of the metric {@code of}
 * @param of the metric that a share is of; empty for other kinds
 * @param unit s, B, or empty for a count
 */
public record Check(
    String alert,
    Kind kind,
    String metric,
    Map<String, String> labels,
    double limit,
    String of,
    String unit,
    String says) {

  /** How a metric is held against its limit. */
  public enum Kind {
    /** No sample may be above. */
    ABOVE,
    /** No sample may be below. */
    BELOW,
    /** The sum over the page may not be above a share of another metric's. */
    SHARE,
    /** The rise between two looks may not be above: the limit of a minute, or of a longer time. */
    RISE,
    /** The 99th percentile between two looks may not be above. */
    P99
  }

  private static final double GIB = 1024.0 * 1024 * 1024;
  private static final String MARGIN = "entdb_archive_coverage_margin_seconds";
  private static final String CONNECTIONS = "entdb_sqlite_connections_active";
  private static final String ERRORS = "entdb_errors_total";

  /** All checks, in the order in which problems are shown. */
  public static final List<Check> ALL =
      List.of(
          below("EntdbNotReady", "entdb_ready", 1, "", "is not ready"),
          below("EntdbWalUnreachable", "entdb_wal_reachable", 1, "", "cannot reach Kafka"),
          above("EntdbDigestDivergence", "entdb_digest_divergences_total", 0, "", "digests differ"),
          above("EntdbTenantParked", "entdb_follower_parked_tenants", 0, "", "tenants are parked"),
          above("EntdbPartitionStopped", "entdb_follower_stopped_partitions", 0, "", "stopped"),
          above("EntdbTenantFailing", "entdb_follower_failing_tenants", 0, "", "tenants fail"),
          above("EntdbApplierLag", "entdb_applier_lag_seconds", 60, "s", "behind the log"),
          above("EntdbWalConsumerLag", "entdb_wal_consumer_lag", 10_000, "", "records unread"),
          above("EntdbCheckpointOld", "entdb_applier_checkpoint_age_seconds", 900, "s", "old"),
          above("EntdbArchiveLag", "entdb_archive_lag_events", 10_000, "", "not archived"),
          above("EntdbArchiveBehind", "entdb_archive_lag_seconds", 120, "s", "not archived for"),
          below("EntdbArchiveCoverageMargin", MARGIN, 86_400, "s", "until records are lost"),
          above("EntdbArchiveLostRecords", "entdb_archive_lost_records_total", 0, "", "lost"),
          new Check(
              "EntdbArchivePartitionStopped",
              Kind.ABOVE,
              "entdb_archive_errors_total",
              Map.of("type", "partition_stopped"),
              0,
              "",
              "",
              "partitions not archived any further"),
          above("EntdbSnapshotOld", "entdb_snapshot_age_seconds", 86_400, "s", "in no snapshot"),
          above(
              "EntdbSnapshotRoundOld", "entdb_snapshot_round_age_seconds", 3_600, "s", "no round"),
          above("EntdbArchiveMissing", "entdb_archive_missing_partitions", 0, "", "archive lost"),
          above("EntdbDrillOld", "entdb_drill_age_seconds", 691_200, "s", "since a good drill"),
          above("EntdbDrillFailed", "entdb_drill_failed_tenants", 0, "", "not restored by a drill"),
          above("EntdbSqliteLarge", "entdb_sqlite_size_bytes", 10 * GIB, "B", "store is large"),
          share("EntdbSqliteConnections", CONNECTIONS, 1, "entdb_sqlite_connections_max"),
          share("EntdbDiskBudget", "entdb_sqlite_disk_bytes", 1, "entdb_sqlite_disk_budget_bytes"),
          below("EntdbDiskLow", "entdb_disk_free_bytes", 5 * GIB, "B", "of disk left"),
          share("EntdbFilesOpen", "process_files_open_files", 0.8, "process_files_max_files"),
          rise("EntdbInternalErrors", ERRORS, Map.of("type", "INTERNAL_ERROR"), 0),
          rise("EntdbErrorsHigh", ERRORS, Map.of(), 10),
          rise("EntdbWalAppendFailures", "entdb_wal_append_failures_total", Map.of(), 0),
          rise("EntdbApplierErrors", "entdb_applier_errors_total", Map.of(), 0),
          p99("EntdbRequestLatencyHigh", "entdb_request_duration_seconds", 1),
          p99("EntdbWalAppendSlow", "entdb_wal_append_duration_seconds", 0.1),
          p99("EntdbSqliteSlow", "entdb_sqlite_query_duration_seconds", 0.5),
          p99("EntdbS3UploadSlow", "entdb_s3_upload_duration_seconds", 30));

  public Check {
    labels = Map.copyOf(labels);
  }

  private static Check above(String alert, String metric, double limit, String unit, String says) {
    return new Check(alert, Kind.ABOVE, metric, Map.of(), limit, "", unit, says);
  }

  private static Check below(String alert, String metric, double limit, String unit, String says) {
    return new Check(alert, Kind.BELOW, metric, Map.of(), limit, "", unit, says);
  }

  private static Check share(String alert, String metric, double limit, String of) {
    return new Check(alert, Kind.SHARE, metric, Map.of(), limit, of, "", "of what is allowed");
  }

  private static Check rise(
      String alert, String metric, Map<String, String> labels, double perMinute) {
    return new Check(alert, Kind.RISE, metric, labels, perMinute, "", "", "new errors");
  }

  private static Check p99(String alert, String metric, double limit) {
    return new Check(alert, Kind.P99, metric, Map.of(), limit, "", "s", "99th percentile");
  }

  /** What of an instance is over the limit; empty when nothing is, or when it is down. */
  List<Problem> on(Instance instance, Duration between) {
    return instance.now().map(page -> on(instance, page, between)).orElse(List.of());
  }

  private List<Problem> on(Instance instance, MetricsPage page, Duration between) {
    return switch (kind) {
      case ABOVE, BELOW -> samples(instance, page);
      case SHARE -> {
        double allowed = limit * page.sum(of, Map.of());
        double value = page.sum(metric, labels);
        yield allowed > 0 && value > allowed
            ? List.of(problem(instance, "%.0f of %.0f".formatted(value, allowed)))
            : List.of();
      }
      case RISE -> {
        double minutes = Math.max(1, between.toMillis() / 60_000.0);
        double rise = instance.increase(metric, labels);
        yield rise > limit * minutes ? List.of(problem(instance, Figures.count(rise))) : List.of();
      }
      case P99 -> {
        OptionalDouble p99 = instance.p99(metric, labels);
        yield p99.isPresent() && p99.getAsDouble() > limit
            ? List.of(problem(instance, Figures.seconds(p99.getAsDouble())))
            : List.of();
      }
    };
  }

  private List<Problem> samples(Instance instance, MetricsPage page) {
    var problems = new ArrayList<Problem>();
    page.samples(metric, labels)
        .filter(sample -> kind == Kind.ABOVE ? sample.value() > limit : sample.value() < limit)
        .forEach(sample -> problems.add(problem(instance, where(sample))));
    return problems;
  }

  private String where(Sample sample) {
    String value = Figures.of(sample.value(), unit);
    for (String label : List.of("partition", "tenant")) {
      if (!sample.label(label).isEmpty()) {
        return "%s %s: %s".formatted(label, sample.label(label), value);
      }
    }
    return value;
  }

  private Problem problem(Instance instance, String value) {
    return new Problem(
        alert,
        instance.service(),
        instance.target(),
        String.format(Locale.ROOT, "%s (%s; %s)", says, value, metric));
  }
}
