package io.entdb.backup.archive;

import io.entdb.backup.SealedJson;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.util.Arrays;

/**
 * Retention removes what a partition's archive holds before an n. Written before anything is
 * removed, so that an archive that begins elsewhere has lost something.
 *
 * @param firstN where the oldest segment that is kept begins
 */
record Beginning(int partition, long firstN) {
  ObjectName name() {
    return ArchiveNames.beginning(partition, firstN);
  }

  byte[] toJson() {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", SegmentIndexJson.FORMAT);
          json.writeNumberField("partition", partition);
          json.writeNumberField("first_n", firstN);
        });
  }

  /** It has nothing that its name does not say, so its bytes are known beforehand. */
  void check(byte[] bytes) throws ObjectCorruptException {
    if (!Arrays.equals(bytes, toJson())) {
      throw new ObjectCorruptException(name(), "it is not the note of its name");
    }
  }
}
