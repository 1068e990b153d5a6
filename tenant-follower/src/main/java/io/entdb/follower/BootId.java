package io.entdb.follower;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one start of the machine from another. */
final class BootId {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * The same for all processes since the machine started. Where the system has none, another one
   * for each process: then nothing that wasn't closed cleanly is used again.
   */
  static String current() {
    return Holder.ID;
  }

  private static final class Holder {
    private static final String ID = read();

    private static String read() {
      try {
        return Files.readString(LINUX).strip();
      } catch (IOException e) {
        ProcessHandle self = ProcessHandle.current();
        return "process " + self.pid() + " of " + self.info().startInstant();
      }
    }
  }
}
