package io.entdb.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Names the present boot of this machine. */
final class BootId {
  private static final String CURRENT = read();

  private BootId() {}

  static String current() {
    return CURRENT;
  }

  /** Where the kernel gives none, every process counts as a boot: slower starts, never stale. */
  private static String read() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "process-" + UUID.randomUUID();
    }
  }
}
