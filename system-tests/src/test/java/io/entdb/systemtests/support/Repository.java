package io.entdb.systemtests.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The repository that the tests run in. */
public final class Repository {
  private Repository() {}

  /** Its topmost folder. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("dev"))) {
      folder = Objects.requireNonNull(folder.getParent(), "the tests run outside the repository");
    }
    return folder;
  }
}
