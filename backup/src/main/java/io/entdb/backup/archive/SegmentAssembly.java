package io.entdb.backup.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entdb.backup.SealedJson;
import io.entdb.backup.Sha256;
import io.entdb.backup.archive.SegmentIndex.Barrier;
import io.entdb.backup.archive.SegmentIndex.Location;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.model.record.Barriers;
import io.entdb.model.record.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Puts a segment together, member after member, in memory. */
final class SegmentAssembly {
  private static final int GZIP_BUFFER_BYTES = 8 * 1024;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Member> members = new ArrayList<>();
  private final List<Barrier> barriers = new ArrayList<>();

  /** Hands a member's records to a sink, in order. */
  @FunctionalInterface
  interface Records<E extends Exception> {
    void each(EntrySink<E> sink) throws E;
  }

  /** Adds the records of a key, which comes after all keys before. */
  <E extends Exception> void add(String key, Records<E> records) throws E {
    var packed = new ByteArrayOutputStream();
    var seen = new Seen();
    try (var gzip = new GZIPOutputStream(packed, GZIP_BUFFER_BYTES);
        JsonGenerator json = SealedJson.JSON.createGenerator(gzip)) {
      json.setRootValueSeparator(null);
      records.each(
          entry -> {
            seen.see(entry.position().n());
            if (Barriers.isBarrier(entry.value())) {
              barriers.add(new Barrier(key, entry.position().n()));
            }
            write(json, entry);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    byte[] bytes = packed.toByteArray();
    members.add(
        new Member(
            key,
            out.size(),
            bytes.length,
            Sha256.hex(bytes),
            seen.firstN,
            seen.lastN,
            seen.records));
    out.writeBytes(bytes);
  }

  private static void write(JsonGenerator json, LogEntry entry) {
    try {
      ArchiveLine.write(json, entry);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  /** The segment of all members. */
  Segment finish(int partition, long firstN, long followsN, Through through, Instant createdAt) {
    byte[] bytes = out.toByteArray();
    String sha256 = Sha256.hex(bytes);
    var location =
        new Location(ArchiveNames.segment(partition, firstN, sha256), bytes.length, sha256);
    return new Segment(
        new SegmentIndex(
            partition,
            firstN,
            followsN,
            through.n,
            through.timeMs,
            location,
            members,
            barriers,
            createdAt.toEpochMilli()),
        bytes);
  }

  /** Where a segment ends. */
  record Through(long n, long timeMs) {}

  private static final class Seen {
    private long firstN = -1;
    private long lastN = -1;
    private int records;

    private void see(long n) {
      if (n <= lastN) {
        throw new IllegalStateException("record " + n + " comes after " + lastN);
      }
      firstN = firstN < 0 ? n : firstN;
      lastN = n;
      records++;
    }
  }
}
