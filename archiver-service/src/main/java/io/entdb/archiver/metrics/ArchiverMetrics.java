package io.entdb.archiver.metrics;

import io.entdb.archiver.copy.CopyListener;
import io.entdb.archiver.copy.LogCopier;
import io.entdb.archiver.copy.PartitionStatus;
import io.entdb.backup.archive.SegmentIndex;
import io.entdb.model.record.LogEntry;
import io.entdb.service.metrics.GaugeLines;
import io.entdb.service.metrics.Gauges;
import io.entdb.service.metrics.KafkaMeters;
import io.entdb.service.traces.RecordTraces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The archiver's metrics. Labels take few values: partitions and kinds, never tenants. Ages and the
 * margin are computed when somebody asks, so they go on while the copying stands still.
 */
@ApplicationScoped
public class ArchiverMetrics implements CopyListener {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final double MILLIS = 1_000.0;

  private final MeterRegistry registry;
  private final InstantSource clock = InstantSource.system();
  private final ArchiveTraces traces;
  private volatile @Nullable LogCopier copier;
  private volatile double retentionSeconds = Double.NaN;
  private volatile boolean reachable;

  ArchiverMetrics(MeterRegistry registry, RecordTraces traces) {
    this.registry = registry;
    this.traces = new ArchiveTraces(traces, clock);
    KafkaMeters.show(registry);
    KafkaMeters.showGroup(registry);
    gauge(
        "entdb_archive_waiting_bytes",
        "Bytes of records that are read and wait to be written.",
        () -> statuses().stream().mapToLong(PartitionStatus::waitingBytes).sum());
    gauge(
        "entdb_archive_partitions",
        "Partitions that this process copies.",
        () -> statuses().size());
    gauge(
        "entdb_wal_reachable",
        "Whether the brokers answered when last asked.",
        () -> reachable ? 1 : 0);
    gauge(
        "entdb_wal_retention_seconds",
        "How long the log keeps records; infinite = for ever.",
        () -> retentionSeconds);
    for (Trouble trouble : Trouble.values()) {
      troubles(trouble); // From nothing to one would be no increase.
    }
    segments();
    records();
    lostRecords();
    compactions();
  }

  /** What goes wrong. */
  private enum Trouble {
    WRITE,
    OVERTAKEN,
    LOST_RECORDS,
    PARTITION_STOPPED,
    MISSING
  }

  private Counter troubles(Trouble trouble) {
    return Counter.builder("entdb_archive_errors_total")
        .description("What went wrong while archiving, by kind.")
        .tag("type", trouble.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter segments() {
    return counter("entdb_archive_segments_total", "Segments written.");
  }

  private Counter records() {
    return counter("entdb_archive_records_total", "Records archived.");
  }

  private Counter lostRecords() {
    return counter(
        "entdb_archive_lost_records_total", "Records that the log lost before they were archived.");
  }

  private Counter compactions() {
    return counter("entdb_archive_compactions_total", "Small segments made into a larger one.");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private List<PartitionStatus> statuses() {
    @Nullable LogCopier known = copier;
    return known == null ? List.of() : known.statuses();
  }

  /** Shows what is copied from now on. */
  public void watch(LogCopier copying) {
    copier = copying;
    List<GaugeLines<Integer>> lines =
        List.of(
            lines(
                "entdb_archive_lag_events",
                "Records of the log that are not in the archive, by partition.",
                PartitionStatus::lagRecords),
            lines(
                "entdb_wal_consumer_lag",
                "Records of the log that this process has not read yet, by partition.",
                PartitionStatus::unreadRecords),
            lines(
                "entdb_archive_lag_seconds",
                "Age of the oldest record that is not in the archive, at most, by partition.",
                status -> ageSeconds(status.completeMs())),
            lines(
                "entdb_archive_last_upload_age_seconds",
                "Since when nothing of a partition was written, not even that it is idle.",
                status -> ageSeconds(status.writtenMs())),
            lines(
                "entdb_archive_coverage_margin_seconds",
                "How long until the log forgets a record that the archive lacks, by partition.",
                status -> retentionSeconds - ageSeconds(status.completeMs())));
    Gauges.every(
        LOOK,
        "archive-lines",
        () -> {
          List<Integer> now = statuses().stream().map(PartitionStatus::partition).toList();
          lines.forEach(line -> line.show(now));
        });
  }

  private GaugeLines<Integer> lines(
      String name, String description, ToDoubleFunction<PartitionStatus> value) {
    return GaugeLines.ofPartitions(
        registry,
        name,
        description,
        partition -> of(partition).map(value::applyAsDouble).orElse(Double.NaN));
  }

  private Optional<PartitionStatus> of(int partition) {
    return Optional.ofNullable(copier).flatMap(known -> known.status(partition));
  }

  private double ageSeconds(long sinceMs) {
    return Math.max(0, clock.millis() - sinceMs) / MILLIS;
  }

  /**
   * The brokers answered.
   *
   * @param retention how long the log keeps records, seconds; infinite = for ever, no number = it
   *     is not there yet
   */
  public void sawLog(double retention) {
    retentionSeconds = retention;
    reachable = true;
  }

  /** The brokers did not answer. What they said before is kept. */
  public void lostLog() {
    reachable = false;
  }

  @Override
  public void read(LogEntry entry) {
    traces.read(entry);
  }

  @Override
  public void written(SegmentIndex index, Duration took) {
    segments().increment();
    records().increment((double) index.records());
    traces.written(index);
  }

  @Override
  public void failed(int partition, String reason) {
    troubles(Trouble.WRITE).increment();
  }

  @Override
  public void overtaken(int partition) {
    troubles(Trouble.OVERTAKEN).increment();
  }

  @Override
  public void lost(int partition, long records) {
    troubles(Trouble.LOST_RECORDS).increment();
    lostRecords().increment((double) records);
  }

  @Override
  public void stopped(int partition, String reason) {
    troubles(Trouble.PARTITION_STOPPED).increment();
  }

  @Override
  public void missing(int partition) {
    troubles(Trouble.MISSING).increment();
  }

  @Override
  public void compacted(SegmentIndex index) {
    compactions().increment();
  }
}
