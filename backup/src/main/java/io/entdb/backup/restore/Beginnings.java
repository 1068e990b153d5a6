package io.entdb.backup.restore;

import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RecordCodec;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.objects.ObjectStoreException;

/** Whether the archive has a tenant's log from its first record on. */
final class Beginnings {
  private Beginnings() {}

  /** Whether the first record that the archive has of a tenant is the one that opens it. */
  static boolean beginsWithOpening(Archive archive, Place place, long fromN, long toN)
      throws ObjectStoreException, ArchiveMissingException {
    try {
      archive.read(
          place.partition(),
          fromN,
          toN,
          place.tenant().value(),
          entry -> {
            throw new First(opens(entry));
          });
      return false;
    } catch (First first) {
      return first.opens;
    }
  }

  private static boolean opens(LogEntry entry) {
    try {
      return RecordCodec.decode(entry.value()).operations().stream()
          .anyMatch(operation -> operation instanceof Operation.OpenTenant);
    } catch (UnknownFormatException e) {
      return false;
    }
  }

  /** Ends the reading at the first record. */
  private static final class First extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean opens;

    private First(boolean opens) {
      this.opens = opens;
    }
  }
}
