package io.entdb.backup.archive;

import io.entdb.objects.ObjectName;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Indexes that were read lately. */
final class IndexCache {
  private final int membersMax;
  private final Map<ObjectName, SegmentIndex> byName = new LinkedHashMap<>(16, 0.75f, true);
  private long members;

  /**
   * An empty cache.
   *
   * @param membersMax most members of all indexes together
   */
  IndexCache(int membersMax) {
    this.membersMax = membersMax;
  }

  synchronized Optional<SegmentIndex> get(ObjectName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Forgets one: another may stand under its name now. */
  synchronized void remove(ObjectName name) {
    SegmentIndex removed = byName.remove(name);
    members -= removed == null ? 0 : removed.members().size();
  }

  synchronized void put(ObjectName name, SegmentIndex index) {
    if (byName.put(name, index) == null) {
      members += index.members().size();
    }
    Iterator<SegmentIndex> oldest = byName.values().iterator();
    while (members > membersMax && oldest.hasNext()) {
      members -= oldest.next().members().size();
      oldest.remove();
    }
  }
}
