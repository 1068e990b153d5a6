package io.entdb.localstack;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class for as long as the process that started this one lives. The launcher
 * holds the other end of standard input; the system closes it however the launcher ends, {@code
 * kill -9} included, so no stack outlives its launcher.
 */
final class Tether {
  /** What a shutdown hook may take before the process is ended all the same. */
  private static final long SHUTDOWN_MILLIS = 10_000;

  private Tether() {}

  /** The first argument names the main class; the others are its own. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.ofPlatform().daemon().name("tether").start(Tether::exitWithLauncher);
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void exitWithLauncher() {
    try {
      while (System.in.read() >= 0) {
        // The launcher never writes; only the end of the stream means something.
      }
    } catch (IOException e) {
      // Reading fails when the other end is gone, too.
    }
    Thread.ofPlatform().daemon().start(Tether::haltLater);
    System.exit(1);
  }

  private static void haltLater() {
    try {
      Thread.sleep(SHUTDOWN_MILLIS);
    } catch (InterruptedException e) {
      // Ending is what was going to happen anyway.
    }
    Runtime.getRuntime().halt(1);
  }
}
