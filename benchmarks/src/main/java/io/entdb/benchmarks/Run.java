package io.entdb.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * One call of the program.
 *
 * @param out where tables go
 * @param folder for files of the measurement; empty at the start, deleted at the end
 * @param rounds how often each measurement is taken; medians come from these
 */
public record Run(PrintStream out, Path folder, int rounds) implements AutoCloseable {

  /** Starts with an empty folder of its own: two runs at once do not meet. */
  static Run start(PrintStream out, Path parent, String name, int rounds) throws IOException {
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, name + "-");
    return new Run(out, folder.toAbsolutePath(), rounds);
  }

  /** A line of text between tables. */
  public void say(String line) {
    out.println(line);
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /** Deletes a folder with all that is in it; fine when there is none. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
