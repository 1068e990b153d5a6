package io.entdb.backup.archive;

import com.fasterxml.jackson.core.JsonParser;
import io.entdb.backup.SealedJson;
import io.entdb.backup.Sha256;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Reads segments and checks everything that their index says of them. */
final class SegmentReader {
  private final ObjectStore objects;

  SegmentReader(ObjectStore objects) {
    this.objects = objects;
  }

  /** Reads the records of one key with one request. */
  <E extends Exception> void readMember(SegmentIndex index, Member member, EntrySink<E> sink)
      throws ObjectStoreException, E {
    ObjectName name = index.segment().name();
    byte[] packed =
        objects
            .getRange(name, member.fromByte(), member.bytes())
            .orElseThrow(() -> new ObjectCorruptException(name, "it is missing"));
    unpack(index, member, packed, sink);
  }

  /** The bytes of a whole segment. */
  byte[] readAll(SegmentIndex index) throws ObjectStoreException {
    ObjectName name = index.segment().name();
    byte[] bytes =
        objects.get(name).orElseThrow(() -> new ObjectCorruptException(name, "it is missing"));
    if (bytes.length != index.segment().bytes()
        || !Sha256.hex(bytes).equals(index.segment().sha256())) {
      throw new ObjectCorruptException(name, "its checksum is not that of its index");
    }
    return bytes;
  }

  /** Reads a member out of a whole segment. */
  <E extends Exception> void readMember(
      SegmentIndex index, Member member, byte[] segment, EntrySink<E> sink)
      throws ObjectCorruptException, E {
    int from = Math.toIntExact(member.fromByte());
    unpack(index, member, Arrays.copyOfRange(segment, from, from + member.bytes()), sink);
  }

  private static <E extends Exception> void unpack(
      SegmentIndex index, Member member, byte[] packed, EntrySink<E> sink)
      throws ObjectCorruptException, E {
    ObjectName name = index.segment().name();
    if (packed.length != member.bytes() || !Sha256.hex(packed).equals(member.sha256())) {
      throw new ObjectCorruptException(
          name, "the checksum of the part of %s is not that of its index".formatted(member.key()));
    }
    int records = 0;
    long lastN = -1;
    try (JsonParser json =
        SealedJson.JSON.createParser(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
      for (LogEntry entry = ArchiveLine.read(json); entry != null; entry = ArchiveLine.read(json)) {
        check(index, member, entry, lastN);
        lastN = entry.position().n();
        records++;
        sink.accept(entry);
      }
    } catch (IOException e) {
      throw new ObjectCorruptException(
          name, "the part of %s cannot be read: %s".formatted(member.key(), e.getMessage()), e);
    }
    // Java takes a damaged header of a later gzip member for the end of the file.
    if (records != member.records() || lastN != member.lastN()) {
      throw new ObjectCorruptException(
          name,
          "the part of %s has %d records through %d instead of %d through %d"
              .formatted(member.key(), records, lastN, member.records(), member.lastN()));
    }
  }

  private static void check(SegmentIndex index, Member member, LogEntry entry, long lastN)
      throws IOException {
    long n = entry.position().n();
    if (entry.position().partition() != index.partition()
        || !entry.key().equals(member.key())
        || n <= lastN
        || (lastN < 0 && n != member.firstN())) {
      throw new IOException(
          "record %s of %s is not where it belongs".formatted(entry.position(), entry.key()));
    }
  }
}
