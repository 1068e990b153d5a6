package io.entdb.backup.archive;

import io.entdb.backup.archive.ArchiveNames.IndexName;
import io.entdb.backup.archive.SegmentIndex.Member;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.time.Instant;
import java.util.Optional;

/** Removes from the archive what nobody needs. Only the snapshot-service does. */
public final class ArchiveRetention {
  private final ObjectStore objects;

  public ArchiveRetention(ObjectStore objects) {
    this.objects = objects;
  }

  /** Says whether snapshots make a tenant's archived records up to an n superfluous. */
  @FunctionalInterface
  public interface Coverer {
    boolean covers(String key, long throughN) throws ObjectStoreException;
  }

  /** Removes what larger segments, other segments, or later marks replaced before a moment. */
  public int removeSuperseded(int partition, Instant before) throws ObjectStoreException {
    Superseded superseded = Superseded.of(objects, partition, before);
    for (ObjectName name : superseded.objects()) {
      objects.delete(name);
    }
    return superseded.objects().size();
  }

  /**
   * Removes the oldest segments, one by one, up to the first that is still needed; never the last.
   * Notes before each where the archive begins then, so that nobody takes it for a loss.
   *
   * @param before segments with a record at or after it stay
   * @param coverer asked for each tenant of a segment
   */
  public int removeBefore(int partition, Instant before, Coverer coverer)
      throws ObjectStoreException {
    int removed = 0;
    SegmentIndex oldest = null;
    ObjectName oldestName = null;
    for (ObjectEntry entry : objects.list(ArchiveNames.folder(partition), "")) {
      Optional<IndexName> name = ArchiveNames.indexName(entry.name());
      if (name.isEmpty()) {
        continue;
      }
      if (oldest != null && oldestName != null) {
        if (!isSuperfluous(oldest, before, coverer)) {
          return removed;
        }
        var beginning = new Beginning(partition, name.get().firstN());
        objects.putIfAbsent(beginning.name(), beginning.toJson());
        objects.delete(oldestName);
        objects.delete(oldest.segment().name());
        removed += 2;
      }
      oldestName = entry.name();
      oldest =
          SegmentIndexJson.read(
              oldestName,
              objects
                  .get(oldestName)
                  .orElseThrow(
                      () ->
                          new ObjectCorruptException(entry.name(), "it was listed, but is gone")));
    }
    return removed;
  }

  private static boolean isSuperfluous(SegmentIndex index, Instant before, Coverer coverer)
      throws ObjectStoreException {
    if (index.throughTimeMs() >= before.toEpochMilli()) {
      return false;
    }
    for (Member member : index.members()) {
      if (!coverer.covers(member.key(), index.throughN())) {
        return false;
      }
    }
    return true;
  }
}
