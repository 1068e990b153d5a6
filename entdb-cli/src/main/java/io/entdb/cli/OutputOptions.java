package io.entdb.cli;

import io.entdb.model.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a restored tenant is written to. */
final class OutputOptions {
  @Option(
      names = "--output-dir",
      description = "The folder for <tenant>.db; made when it is not there.")
  private Path outputDir = Path.of("");

  @Option(names = "--force", description = "Replace what is there already.")
  private boolean force;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  boolean isForced() {
    return force;
  }

  boolean isDryRun() {
    return dryRun;
  }

  /** The file to write, in a folder that exists. */
  Path file(TenantId tenant) throws CliException {
    Path file = outputDir.resolve(tenant + ".db");
    if (Files.exists(file) && !force) {
      throw new CliException("%s exists; --force replaces it".formatted(file));
    }
    try {
      if (!dryRun) {
        Files.createDirectories(outputDir.toAbsolutePath());
      }
    } catch (IOException e) {
      throw new CliException("cannot make folder %s: %s".formatted(outputDir, e), e);
    }
    return file;
  }
}
