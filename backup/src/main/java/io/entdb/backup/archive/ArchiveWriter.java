package io.entdb.backup.archive;

import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;

/** Writes segments and marks. Callable from any thread. */
public final class ArchiveWriter {
  private final ObjectStore objects;

  public ArchiveWriter(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Writes a segment, then its index. Repeat after {@link ObjectStoreUnavailableException}, with
   * the same segment.
   *
   * @return false: another archiver has written a segment that begins there; look again where the
   *     archive ends
   */
  public boolean put(Segment segment) throws ObjectStoreException {
    SegmentIndex index = segment.index();
    return put(segment, ArchiveNames.index(index.partition(), index.firstN()));
  }

  /** As {@link #put(Segment)}, for one that takes the place of several. */
  boolean putCompacted(Segment segment) throws ObjectStoreException {
    SegmentIndex index = segment.index();
    return put(
        segment, ArchiveNames.compactedIndex(index.partition(), index.firstN(), index.throughN()));
  }

  private boolean put(Segment segment, ObjectName indexName) throws ObjectStoreException {
    ObjectName name = segment.index().segment().name();
    if (!objects.putIfAbsent(name, segment.bytes())) {
      throw new ObjectCorruptException(name, "other bytes stand under a name made of its checksum");
    }
    return objects.putIfAbsent(indexName, SegmentIndexJson.write(segment.index()));
  }

  /** Notes that a partition had nothing more at a time. */
  public void put(Mark mark) throws ObjectStoreException {
    objects.putIfAbsent(mark.name(), mark.toJson());
  }
}
