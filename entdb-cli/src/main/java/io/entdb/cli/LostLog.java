package io.entdb.cli;

import io.entdb.backup.archive.Coverage;
import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectStoreException;
import java.util.Map;
import java.util.TreeMap;

/** Where the history goes on when a log is lost: after its archive (ADR 0017 D9). */
final class LostLog {
  private LostLog() {}

  /**
   * The last n of each partition that is archived.
   *
   * @throws CliException when the new topic is too small, or a partition has no archive to go on
   *     from
   */
  static Map<Integer, Long> ends(Backups backups, Connections.Topic topic)
      throws CliException, ObjectStoreException {
    var ends = new TreeMap<Integer, Long>();
    for (int partition : backups.archive.partitions()) {
      Coverage coverage = backups.archive.coverage(partition);
      ends.put(partition, coverage.throughN());
    }
    for (int partition : backups.checkpoints.partitions()) {
      if (ends.getOrDefault(partition, WalPosition.BEFORE_FIRST) < 0) {
        throw new CliException(
            "partition %d has checkpoints, but nothing of it is archived: all of it would be lost"
                .formatted(partition));
      }
    }
    if (!ends.isEmpty() && ends.lastKey() >= topic.partitions()) {
      throw new CliException(
          "topic %s has %d partitions, but tenants live in partition %d: make it with %d or more"
              .formatted(topic.name(), topic.partitions(), ends.lastKey(), ends.lastKey() + 1));
    }
    return ends;
  }

  /**
   * Removes checkpoints that hold more than the archive.
   *
   * @param lost the number of the epoch that is lost
   * @return how many there were
   */
  static int removeCheckpointsAfter(Backups backups, Map<Integer, Long> ends, int lost)
      throws ObjectStoreException {
    int removed = 0;
    for (var end : ends.entrySet()) {
      // Up to its beginning a life that nothing is archived of has nothing but void.
      long lastN = Math.max(end.getValue(), WalPosition.n(lost, 0) - 1);
      removed += backups.checkpoints.removeAfter(end.getKey(), lastN);
    }
    return removed;
  }
}
