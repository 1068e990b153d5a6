package io.entdb.cli.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A system's figures, by area, in the order in which they are shown. */
public final class Overview {
  private final SystemStatus status;

  private Overview(SystemStatus status) {
    this.status = status;
  }

  /**
   * One number.
   *
   * @param key its name in JSON
   * @param label what stands before it in text; may be empty
   * @param value empty when nobody shows it
   */
  public record Figure(String key, String label, OptionalDouble value, Unit unit) {
    String text() {
      String number = value.isPresent() ? unit.text(value.getAsDouble()) : "-";
      return label.isEmpty() ? number : label + " " + number;
    }
  }

  /** How a number is written. */
  public enum Unit {
    COUNT {
      @Override
      String text(double value) {
        return Figures.count(value);
      }
    },
    PER_SECOND {
      @Override
      String text(double value) {
        return Figures.perSecond(value);
      }
    },
    SECONDS {
      @Override
      String text(double value) {
        return Figures.seconds(value);
      }
    },
    BYTES {
      @Override
      String text(double value) {
        return Figures.bytes(value);
      }
    };

    abstract String text(double value);
  }

  /** All areas with their figures. */
  public static Map<String, List<Figure>> of(SystemStatus status) {
    var overview = new Overview(status);
    var areas = new LinkedHashMap<String, List<Figure>>();
    areas.put("requests", overview.requests());
    areas.put("log", overview.log());
    areas.put("applying", overview.applying());
    areas.put("sqlite", overview.sqlite());
    areas.put("checkpoints", overview.checkpoints());
    areas.put("archive", overview.archive());
    areas.put("snapshots", overview.snapshots());
    areas.put("s3", overview.s3());
    return areas;
  }

  private List<Figure> requests() {
    return List.of(
        rate("per_second", "", "entdb_requests_total"),
        p99("p99_seconds", "p99", "entdb_request_duration_seconds", Map.of()),
        rate("errors_per_second", "errors", "entdb_errors_total"),
        sum("under_way", "under way", "entdb_requests_active", Unit.COUNT));
  }

  private List<Figure> log() {
    return List.of(
        rate("appended_per_second", "appended", "entdb_wal_events_total"),
        p99("append_p99_seconds", "p99", "entdb_wal_append_duration_seconds", Map.of()),
        max("consumer_lag_records", "unread", "entdb_wal_consumer_lag", Unit.COUNT));
  }

  private List<Figure> applying() {
    return List.of(
        rate("applied_per_second", "applied", "entdb_applier_events_applied_total"),
        max("lag_seconds", "behind", "entdb_applier_lag_seconds", Unit.SECONDS),
        max("parked_tenants", "parked", "entdb_follower_parked_tenants", Unit.COUNT),
        sum("failing_tenants", "failing", "entdb_follower_failing_tenants", Unit.COUNT),
        sum("hydrating_tenants", "hydrating", "entdb_follower_hydrating_tenants", Unit.COUNT),
        sum("held_tenants", "held", "entdb_follower_held_tenants", Unit.COUNT));
  }

  private List<Figure> sqlite() {
    String query = "entdb_sqlite_query_duration_seconds";
    return List.of(
        p99("read_p99_seconds", "reads p99", query, Map.of("operation", "read")),
        p99("apply_p99_seconds", "applies p99", query, Map.of("operation", "apply")),
        sum("connections", "connections", "entdb_sqlite_connections_active", Unit.COUNT),
        sum("disk_bytes", "disk", "entdb_sqlite_disk_bytes", Unit.BYTES),
        max("largest_store_bytes", "largest", "entdb_sqlite_size_bytes", Unit.BYTES),
        new Figure("disk_free_bytes", "free", status.min("entdb_disk_free_bytes"), Unit.BYTES));
  }

  private List<Figure> checkpoints() {
    return List.of(
        max("age_seconds", "age", "entdb_applier_checkpoint_age_seconds", Unit.SECONDS),
        sum(
            "follow_ups_waiting_tenants",
            "tenants with waiting follow-ups",
            "entdb_applier_follow_ups_waiting_tenants",
            Unit.COUNT));
  }

  private List<Figure> archive() {
    String margin = "entdb_archive_coverage_margin_seconds";
    return List.of(
        rate("archived_per_second", "archived", "entdb_archive_records_total"),
        max("lag_events", "missing", "entdb_archive_lag_events", Unit.COUNT),
        max("lag_seconds", "since", "entdb_archive_lag_seconds", Unit.SECONDS),
        new Figure("coverage_margin_seconds", "margin", status.min(margin), Unit.SECONDS),
        sum("partitions", "partitions", "entdb_archive_partitions", Unit.COUNT));
  }

  private List<Figure> snapshots() {
    return List.of(
        max("age_seconds", "age", "entdb_snapshot_age_seconds", Unit.SECONDS),
        sum("pending", "due", "entdb_snapshot_pending", Unit.COUNT),
        sum("tenants", "tenants", "entdb_snapshot_tenants", Unit.COUNT));
  }

  private List<Figure> s3() {
    return List.of(
        rate("calls_per_second", "calls", "entdb_s3_requests_total"),
        p99("upload_p99_seconds", "uploads p99", "entdb_s3_upload_duration_seconds", Map.of()),
        rate("sent_bytes_per_second", "bytes sent", "entdb_s3_sent_bytes_total"));
  }

  private Figure rate(String key, String label, String metric) {
    return new Figure(
        key, label, OptionalDouble.of(status.rate(metric, Map.of())), Unit.PER_SECOND);
  }

  private Figure p99(String key, String label, String metric, Map<String, String> labels) {
    return new Figure(key, label, status.p99(metric, labels), Unit.SECONDS);
  }

  private Figure max(String key, String label, String metric, Unit unit) {
    return new Figure(key, label, status.max(metric), unit);
  }

  private Figure sum(String key, String label, String metric, Unit unit) {
    return new Figure(key, label, status.sum(metric), unit);
  }
}
