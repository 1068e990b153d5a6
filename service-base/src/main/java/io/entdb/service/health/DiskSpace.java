package io.entdb.service.health;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether a disk has room to work in. */
@Singleton
public class DiskSpace {
  private final long freeMinBytes;

  /**
   * Asks for so much room.
   *
   * @param freeMinBytes 64 MiB by default: what some transactions and an image's chunk take; the
   *     alert calls long before
   */
  public DiskSpace(
      @ConfigProperty(name = "entdb.disk-free-min-bytes", defaultValue = "67108864")
          long freeMinBytes) {
    this.freeMinBytes = freeMinBytes;
  }

  /** Whether less is left for this process; one that cannot be asked has no room either. */
  public boolean isFull(Path folder) {
    try {
      return usable(folder) < freeMinBytes;
    } catch (IOException e) {
      return true;
    }
  }

  /** What the file system of a folder, which may not exist yet, has left for this process. */
  public static long usable(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.getFileStore(there).getUsableSpace();
  }
}
