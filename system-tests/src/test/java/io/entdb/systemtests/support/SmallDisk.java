package io.entdb.systemtests.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own, in memory, that can be filled to the last byte. Mounting one takes
 * root's rights; where they are missing the test is skipped.
 */
public final class SmallDisk implements AutoCloseable {
  private static final String FILLER = "filler";
  private static final int TIMEOUT_SECONDS = 10;
  private static final int PAGE_BYTES = 4_096;

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts a disk of so many bytes at a folder, which is made. */
  public static SmallDisk require(Path folder, long bytes) throws IOException {
    Files.createDirectories(folder);
    String options = "size=" + bytes;
    boolean mounted;
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", options, "entdb-test", folder.toString()) == 0;
    } catch (IOException e) {
      mounted = false; // There is no such program here.
    }
    assumeTrue(mounted, "SKIPPED: no file system can be mounted here; that takes Linux and root");
    return new SmallDisk(folder);
  }

  /** Where it is mounted. */
  public Path path() {
    return path;
  }

  /** Leaves no byte free, once more after somebody has made room. */
  public void fill() {
    byte[] page = new byte[PAGE_BYTES];
    try (OutputStream out =
        Files.newOutputStream(
            path.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      requireFull(e);
    }
  }

  private void requireFull(IOException cause) {
    try {
      if (Files.getFileStore(path).getUsableSpace() > PAGE_BYTES) {
        throw new UncheckedIOException("filling fails for another reason", cause);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives back what {@link #fill} took. */
  public void empty() {
    try {
      Files.delete(path.resolve(FILLER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmounts it, and with it all that was written. */
  @Override
  public void close() throws IOException {
    if (run("umount", path.toString()) != 0 && run("umount", "-l", path.toString()) != 0) {
      throw new IOException("cannot unmount " + path);
    }
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new IOException("no end of " + String.join(" ", command));
  }
}
