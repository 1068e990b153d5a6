package io.entdb.follower;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/** Removes what an earlier run left of partitions that this one does not follow. */
final class Leftovers implements Job {
  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

  private final Path dataDir;
  private final IntPredicate wanted;

  Leftovers(Path dataDir, IntPredicate wanted) {
    this.dataDir = dataDir;
    this.wanted = wanted;
  }

  @Override
  public Result run() {
    try {
      if (Files.isDirectory(dataDir)) {
        for (int partition : Folder.partitions(dataDir)) {
          if (!wanted.test(partition)) {
            new Folder(dataDir, partition).remove();
            LOG.log(Level.INFO, "partition {0} is followed elsewhere; its files went", partition);
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "what is left of other partitions cannot be removed; it stays", e);
    }
    return Result.DONE;
  }

  @Override
  public String toString() {
    return "removal of partitions that are followed elsewhere";
  }
}
