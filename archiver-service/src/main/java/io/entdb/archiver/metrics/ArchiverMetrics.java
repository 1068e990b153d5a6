package io.entdb.archiver.metrics;

import io.entdb.archiver.copy.CopyListener;
import io.entdb.archiver.copy.PartitionStatus;
import io.entdb.backup.archive.SegmentIndex;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The archiver's metrics. Labels take few values: partitions and kinds, never tenants. */
@ApplicationScoped
public class ArchiverMetrics implements CopyListener {
  private final MeterRegistry registry;
  private final MultiGauge lag;
  private final MultiGauge writtenAge;
  private final MultiGauge margin;
  private volatile double waitingBytes;

  ArchiverMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.lag =
        MultiGauge.builder("entdb_archive_lag_events")
            .description("Records of the log that are not in the archive, by partition.")
            .register(registry);
    this.writtenAge =
        MultiGauge.builder("entdb_archive_last_upload_age_seconds")
            .description("Since when nothing of a partition was written, not even that it is idle.")
            .register(registry);
    this.margin =
        MultiGauge.builder("entdb_archive_coverage_margin_seconds")
            .description("How long until the log forgets a record that the archive lacks.")
            .register(registry);
    Gauge.builder("entdb_archive_waiting_bytes", this, metrics -> metrics.waitingBytes)
        .description("Bytes of records that are read and wait to be written.")
        .register(registry);
    for (Trouble trouble : Trouble.values()) {
      troubles(trouble); // From nothing to one would be no increase.
    }
    segments();
    records();
    lostRecords();
    compactions();
    uploads();
  }

  /** What goes wrong. */
  private enum Trouble {
    WRITE,
    OVERTAKEN,
    LOST_RECORDS,
    PARTITION_STOPPED
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

  private Timer uploads() {
    return Timer.builder("entdb_s3_upload_duration_seconds")
        .description("How long writing a segment and its index took.")
        .serviceLevelObjectives(
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30))
        .register(registry);
  }

  /**
   * Takes over how far the partitions are.
   *
   * @param retentionMs how long the log keeps records; empty = for ever, or not known
   */
  public void update(List<PartitionStatus> partitions, OptionalLong retentionMs, long nowMs) {
    List<Row<?>> lags = new ArrayList<>();
    List<Row<?>> ages = new ArrayList<>();
    List<Row<?>> margins = new ArrayList<>();
    long waiting = 0;
    for (PartitionStatus partition : partitions) {
      Tags tags = Tags.of("partition", Integer.toString(partition.partition()));
      lags.add(Row.of(tags, partition.lagRecords()));
      ages.add(Row.of(tags, (nowMs - partition.writtenMs()) / 1_000.0));
      if (retentionMs.isPresent()) {
        margins.add(Row.of(tags, marginMs(partition, retentionMs.getAsLong(), nowMs) / 1_000.0));
      }
      waiting += partition.waitingBytes();
    }
    lag.register(lags, true);
    writtenAge.register(ages, true);
    margin.register(margins, true);
    waitingBytes = waiting;
  }

  /** The oldest record that is not archived is at most as old as the end of what is. */
  static long marginMs(PartitionStatus partition, long retentionMs, long nowMs) {
    if (partition.lagRecords() == 0) {
      return retentionMs;
    }
    long oldestMs =
        partition
            .oldestWaitingMs()
            .orElse(
                partition.coveredMs() == Long.MIN_VALUE
                    ? partition.writtenMs()
                    : partition.coveredMs());
    return retentionMs - Math.max(0, nowMs - oldestMs);
  }

  @Override
  public void written(SegmentIndex index, Duration took) {
    segments().increment();
    records().increment((double) index.records());
    uploads().record(took);
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
  public void compacted(SegmentIndex index) {
    compactions().increment();
  }
}
