package io.entdb.follower;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the {@code followed.json} of partitions up to date. Usable by several threads. */
final class Notes {
  private final Map<Partition, Followed> written = new ConcurrentHashMap<>();

  /** Writes what a restart may rely on now. When it returns, it is on the disk. */
  void write(Partition partition) throws IOException {
    synchronized (partition.folder()) { // The later look must also be the later file.
      Followed now = partition.followed();
      if (!now.equals(written.get(partition))) {
        now.write(partition.folder().root());
        written.put(partition, now);
      }
    }
  }

  void forget(Partition partition) {
    written.remove(partition);
  }
}
