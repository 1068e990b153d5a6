package io.entdb.applier.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** This process's name in the consumer group. */
final class MemberName {
  private static final String FILE = "member";

  private MemberName() {}

  /**
   * The one that is set; else that of the disk, made once: the partitions whose files stand on a
   * disk stay with it over restarts. Two processes that share a disk by mistake share the name too,
   * and Kafka turns one of them away.
   */
  static String of(ApplierSettings settings) throws IOException {
    String set = settings.kafka().member().orElse("");
    return set.isBlank() ? ofDisk(settings.follower().dataDir()) : set;
  }

  private static String ofDisk(Path dataDir) throws IOException {
    Path file = dataDir.resolve(FILE);
    if (Files.exists(file)) {
      String name = Files.readString(file).strip();
      if (!name.isEmpty()) {
        return name;
      }
    }
    Files.createDirectories(dataDir);
    String name = "applier-" + UUID.randomUUID();
    Files.writeString(file, name + System.lineSeparator());
    return name;
  }
}
