package io.entdb.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Results of drills, {@code drills/<unix ms, 15 digits>.json}: whoever ran one leaves it here, so
 * that it is known wherever it ran. Written once, sorted by time. Callable from any thread.
 */
public final class Drills {
  private static final String PREFIX = "drills/";
  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectStore objects;

  public Drills(ObjectStore objects) {
    this.objects = objects;
  }

  /** Keeps a result; where it stands. */
  public ObjectName put(DrillResult result) throws ObjectStoreException {
    ObjectName name = name(result.endedMs());
    objects.putIfAbsent(name, write(result));
    return name;
  }

  /** Where the newest result stands; empty = there was no drill. */
  public Optional<ObjectName> newestName() throws ObjectStoreException {
    return objects.list(PREFIX, "").reversed().stream().findFirst().map(ObjectEntry::name);
  }

  /** The newest result; empty = there was no drill. */
  public Optional<DrillResult> newest() throws ObjectStoreException {
    return newest(Choice.ANY);
  }

  /** The newest result of a drill that restored everything it tried. */
  public Optional<DrillResult> newestWell() throws ObjectStoreException {
    return newest(DrillResult::isWell);
  }

  private Optional<DrillResult> newest(Choice choice) throws ObjectStoreException {
    for (ObjectEntry entry : objects.list(PREFIX, "").reversed()) {
      Optional<byte[]> bytes = objects.get(entry.name());
      if (bytes.isPresent()) {
        DrillResult result = read(entry.name(), bytes.get());
        if (choice.fits(result)) {
          return Optional.of(result);
        }
      }
    }
    return Optional.empty();
  }

  @FunctionalInterface
  private interface Choice {
    Choice ANY = result -> true;

    boolean fits(DrillResult result);
  }

  /** Removes results from before a time; how many. The newest always stays. */
  public int removeBefore(Instant time) throws ObjectStoreException {
    List<ObjectEntry> entries = objects.list(PREFIX, "");
    ObjectName first = name(Math.max(0, time.toEpochMilli()));
    int removed = 0;
    for (ObjectEntry entry : entries.subList(0, Math.max(0, entries.size() - 1))) {
      if (entry.name().value().compareTo(first.value()) < 0) {
        objects.delete(entry.name());
        removed++;
      }
    }
    return removed;
  }

  private static ObjectName name(long endedMs) {
    return new ObjectName("%s%015d.json".formatted(PREFIX, endedMs));
  }

  private static byte[] write(DrillResult result) {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeNumberField("ended_ms", result.endedMs());
          json.writeStringField("ended_at", Instant.ofEpochMilli(result.endedMs()).toString());
          json.writeNumberField("took_ms", result.tookMs());
          json.writeNumberField("restored", result.restored());
          json.writeNumberField("failed", result.failed());
          json.writeArrayFieldStart("failures");
          for (DrillResult.Failure failure : result.failures()) {
            json.writeStartObject();
            json.writeStringField("tenant", failure.tenant());
            json.writeStringField("reason", failure.reason());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static DrillResult read(ObjectName name, byte[] bytes) throws ObjectCorruptException {
    SealedJson.check(name, bytes);
    try {
      var fields = new JsonFields(MAPPER.readTree(bytes));
      if (fields.number("format") != FORMAT) {
        throw new IOException("expected format 1, found " + fields.number("format"));
      }
      var failures = new ArrayList<DrillResult.Failure>();
      for (JsonFields failure : fields.objects("failures")) {
        failures.add(new DrillResult.Failure(failure.text("tenant"), failure.text("reason")));
      }
      return new DrillResult(
          fields.number("ended_ms"),
          fields.number("took_ms"),
          Math.toIntExact(fields.number("restored")),
          Math.toIntExact(fields.number("failed")),
          failures);
    } catch (IOException | ArithmeticException e) {
      throw new ObjectCorruptException(name, "it is no result of a drill: " + e.getMessage(), e);
    }
  }
}
