package io.entdb.systemtests.support;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the system knows of a process.
 *
 * @param residentMib memory that it has now
 * @param residentPeakMib the most that it ever had
 * @param openFiles descriptors of any kind
 * @param openStores different tenants' databases among them
 */
public record ProcessFigures(
    long residentMib, long residentPeakMib, int openFiles, int openStores) {

  /** Only where there is {@code /proc}. */
  public static ProcessFigures of(LocalStack stack, Part part) {
    Path process = Path.of("/proc", Long.toString(stack.pid(part)));
    try (Stream<String> status = Files.lines(process.resolve("status"));
        Stream<Path> files = Files.list(process.resolve("fd"))) {
      long resident = 0;
      long peak = 0;
      for (String line : status.toList()) {
        if (line.startsWith("VmRSS:")) {
          resident = mib(line);
        } else if (line.startsWith("VmHWM:")) {
          peak = mib(line);
        }
      }
      int open = 0;
      Set<String> stores = new HashSet<>();
      for (Path file : files.toList()) {
        open++;
        String target = target(file);
        if (target.endsWith(".db")) {
          stores.add(target);
        }
      }
      return new ProcessFigures(resident, peak, open, stores.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long mib(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}
