package io.entdb.service.metrics;

import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An object store whose calls are counted and timed; the client's own retries are part of a call.
 */
public final class MeteredObjects implements ObjectStore {
  private final ObjectStore objects;
  private final Meters put;
  private final Meters get;
  private final Meters getRange;
  private final Meters head;
  private final Meters list;
  private final Meters delete;
  private final Timer uploads;
  private final Counter sent;
  private final Counter received;

  public MeteredObjects(ObjectStore objects, MeterRegistry registry) {
    this.objects = objects;
    this.put = Meters.of(registry, "put");
    this.get = Meters.of(registry, "get");
    this.getRange = Meters.of(registry, "get_range");
    this.head = Meters.of(registry, "head");
    this.list = Meters.of(registry, "list");
    this.delete = Meters.of(registry, "delete");
    this.uploads =
        Buckets.TRANSFERS.timer(
            registry,
            "entdb_s3_upload_duration_seconds",
            "How long writing one object took, the client's own retries included.");
    this.sent = bytes(registry, "entdb_s3_sent_bytes_total", "Bytes of objects written.");
    this.received = bytes(registry, "entdb_s3_received_bytes_total", "Bytes of objects read.");
  }

  /** What is counted of one operation. */
  private record Meters(
      Timer timer, Counter ok, Counter unavailable, Counter corrupt, Counter failed) {
    static Meters of(MeterRegistry registry, String operation) {
      return new Meters(
          Buckets.TRANSFERS.timer(
              registry,
              "entdb_s3_request_duration_seconds",
              "How long calls to the object store took, the client's own retries included.",
              "operation",
              operation),
          calls(registry, operation, "ok"),
          calls(registry, operation, "unavailable"),
          calls(registry, operation, "corrupt"),
          calls(registry, operation, "failed"));
    }

    private static Counter calls(MeterRegistry registry, String operation, String outcome) {
      return Counter.builder("entdb_s3_requests_total")
          .description("Calls to the object store by what came of them.")
          .tag("operation", operation)
          .tag("outcome", outcome)
          .register(registry);
    }
  }

  private static Counter bytes(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** A call. */
  private interface Call<T> {
    T run() throws ObjectStoreException;
  }

  private <T> T metered(Meters meters, Call<T> call) throws ObjectStoreException {
    long startNanos = System.nanoTime();
    Counter outcome = meters.failed();
    try {
      T answer = call.run();
      outcome = meters.ok();
      return answer;
    } catch (ObjectStoreUnavailableException e) {
      outcome = meters.unavailable();
      throw e;
    } catch (ObjectCorruptException e) {
      outcome = meters.corrupt();
      throw e;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
      meters.timer().record(took);
      outcome.increment();
      if (meters.equals(put)) {
        uploads.record(took);
      }
    }
  }

  @Override
  public boolean putIfAbsent(ObjectName name, byte[] bytes) throws ObjectStoreException {
    boolean isThere = metered(put, () -> objects.putIfAbsent(name, bytes));
    sent.increment(bytes.length);
    return isThere;
  }

  @Override
  public boolean putIfAbsent(ObjectName name, Path file) throws ObjectStoreException {
    boolean isThere = metered(put, () -> objects.putIfAbsent(name, file));
    try {
      sent.increment((double) Files.size(file));
    } catch (IOException e) {
      // It was written; that its size is not counted harms nobody.
      System.getLogger(MeteredObjects.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot tell the size of " + file, e);
    }
    return isThere;
  }

  @Override
  public Optional<byte[]> get(ObjectName name) throws ObjectStoreException {
    return counted(metered(get, () -> objects.get(name)));
  }

  @Override
  public Optional<byte[]> getRange(ObjectName name, long from, int length)
      throws ObjectStoreException {
    return counted(metered(getRange, () -> objects.getRange(name, from, length)));
  }

  private Optional<byte[]> counted(Optional<byte[]> bytes) {
    bytes.ifPresent(there -> received.increment(there.length));
    return bytes;
  }

  @Override
  public Optional<ObjectEntry> head(ObjectName name) throws ObjectStoreException {
    return metered(head, () -> objects.head(name));
  }

  @Override
  public List<ObjectEntry> listPage(String prefix, String startAfter, int limit)
      throws ObjectStoreException {
    return metered(list, () -> objects.listPage(prefix, startAfter, limit));
  }

  @Override
  public void delete(ObjectName name) throws ObjectStoreException {
    metered(
        delete,
        () -> {
          objects.delete(name);
          return true;
        });
  }
}
