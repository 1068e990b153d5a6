package io.entdb.backup.archive;

import io.entdb.backup.SealedJson;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.util.Arrays;

/**
 * A partition of the log had no record after one at a time.
 *
 * @param throughN the partition's last record then; all up to it are in the archive
 * @param timeMs unix ms
 */
public record Mark(int partition, long throughN, long timeMs) {
  ObjectName name() {
    return ArchiveNames.mark(partition, throughN, timeMs);
  }

  byte[] toJson() {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", SegmentIndexJson.FORMAT);
          json.writeNumberField("partition", partition);
          json.writeNumberField("through_n", throughN);
          json.writeNumberField("time_ms", timeMs);
        });
  }

  /** A mark has nothing that its name does not say, so its bytes are known beforehand. */
  void check(byte[] bytes) throws ObjectCorruptException {
    if (!Arrays.equals(bytes, toJson())) {
      throw new ObjectCorruptException(name(), "it is not the mark of its name");
    }
  }
}
