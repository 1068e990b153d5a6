package io.entdb.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What a process that writes to the log counts. Callable from any thread. Its methods are those of
 * a writer's listener, so that a service that writes makes it one by extending it; this module
 * knows no writer.
 */
public class AppendMeters {
  private static final Logger LOG = Logger.getLogger(AppendMeters.class);

  private final MeterRegistry registry;
  private final Timer timer;
  private final Counter bytes;
  private final Counter notWritten;
  private final Counter unknown;
  private final Counter replaced;
  private final Map<Integer, Counter> events = new ConcurrentHashMap<>();

  public AppendMeters(MeterRegistry registry) {
    this.registry = registry;
    this.timer =
        Buckets.REQUESTS.timer(
            registry,
            "entdb_wal_append_duration_seconds",
            "From an append to its acknowledgement by all in-sync replicas.");
    this.bytes =
        counter("entdb_wal_append_bytes_total", "Bytes of records that were appended.")
            .register(registry);
    this.notWritten = failures("not_written");
    this.unknown = failures("unknown");
    this.replaced =
        counter(
                "entdb_wal_producer_replaced_total",
                "Kafka producers that could not go on and were replaced.")
            .register(registry);
    events(0); // The directory's partition, which every log has.
  }

  private static Counter.Builder counter(String name, String description) {
    return Counter.builder(name).description(description);
  }

  private Counter failures(String outcome) {
    return counter(
            "entdb_wal_append_failures_total",
            "Records that the log did not acknowledge, by whether they may be there.")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter events(int partition) {
    return events.computeIfAbsent(
        partition,
        number ->
            counter("entdb_wal_events_total", "Records appended to the log.")
                .tag("partition", Integer.toString(number))
                .register(registry));
  }

  /** A record is in the log. */
  public void appended(int partition, int recordBytes, Duration took) {
    timer.record(took);
    events(partition).increment();
    bytes.increment(recordBytes);
  }

  /** A record was not acknowledged; it is not in the log, or whether it is, is unknown. */
  public void failed(int partition, Duration took, boolean outcomeUnknown) {
    (outcomeUnknown ? unknown : notWritten).increment();
  }

  /** A Kafka producer was replaced. */
  public void producerReplaced() {
    replaced.increment();
    LOG.warn("the Kafka producer could not go on and was replaced");
  }
}
