package io.entdb.localstack;

import io.entdb.localstack.StackSettings.Lifetime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What {@code ./dev up} and {@code ./dev down} run. */
public final class Launcher {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  /** Longest time that {@code down} gives a launcher to stop its stack. */
  private static final Duration DOWN_PATIENCE = Duration.ofSeconds(60);

  private Launcher() {}

  /** The first argument is the verb, {@code up} or {@code down}; options follow. */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
    if (options.contains("--help")) {
      System.out.print(Options.help());
      return;
    }
    try {
      if (arguments[0].equals("down")) {
        down(Options.parse(options));
      } else {
        up(Options.parse(options));
      }
    } catch (IllegalArgumentException e) {
      System.err.println("local stack: " + e.getMessage() + "; --help lists the options");
      System.exit(MISUSED);
    } catch (LocalStackException e) {
      System.err.println("local stack: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void up(Options options) throws InterruptedException {
    long started = System.nanoTime();
    StackSettings settings = settings(options);
    var run = new RunFolder(settings.data());
    run.launcher()
        .ifPresent(
            other -> {
              throw new LocalStackException(
                  "process %d already runs a stack with the data in %s; ./dev down stops it"
                      .formatted(other.pid(), settings.data()));
            });
    List<String> leftovers = run.stopLeftovers();
    if (!leftovers.isEmpty()) {
      System.out.println("Stopped what an earlier run had left: " + String.join(", ", leftovers));
    }
    List<String> obstacles = settings.ports().obstacles(EnumSet.allOf(Port.class));
    if (!obstacles.isEmpty()) {
      throw new LocalStackException(
          String.join("\n             ", obstacles)
              + "\n             (--port-offset N moves all of them)");
    }
    run.enter();
    var stack = new LocalStack(settings, ConsoleLog.standard());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(stack, run), "shutdown"));
    stack.start();
    System.out.println(welcome(settings, stack, Duration.ofNanos(System.nanoTime() - started)));
    // A signal ends this process: from here on only the shutdown hook has something to do.
    new CountDownLatch(1).await();
  }

  private static void shutDown(LocalStack stack, RunFolder run) {
    System.out.println("Stopping ...");
    run.leave();
    stack.close();
    System.out.println("Stopped.");
  }

  private static void down(Options options) {
    if (options.data() == null) {
      throw new IllegalArgumentException("an --ephemeral stack ends with the terminal it runs in");
    }
    Path data = options.data().toAbsolutePath();
    var run = new RunFolder(data);
    Optional<ProcessHandle> launcher = run.launcher();
    launcher.ifPresent(
        process -> {
          process.destroy();
          RunFolder.awaitEnd(process, DOWN_PATIENCE);
        });
    List<String> leftovers = run.stopLeftovers();
    if (launcher.isPresent() || !leftovers.isEmpty()) {
      System.out.println("Stopped the stack in " + data);
    } else {
      System.out.println("No stack runs with the data in " + data);
    }
  }

  private static StackSettings settings(Options options) {
    Path data = options.data();
    return new StackSettings(
        Installation.find(),
        data == null ? LocalStackBuilder.temporaryFolder() : data.toAbsolutePath(),
        data == null ? Lifetime.EPHEMERAL : Lifetime.KEPT,
        options.ports(),
        EnumSet.allOf(Part.Kind.class),
        1,
        options.partitions(),
        Tuning.QUICK_START,
        Map.of());
  }

  /** What a person can do now; the text is a resource, so that it is easily kept true. */
  private static String welcome(StackSettings settings, LocalStack stack, Duration took) {
    Ports ports = settings.ports();
    Path folder = settings.isEphemeral() || !Files.exists(settings.data()) ? null : settings.data();
    return Resources.text("ready.txt")
        .replace("{seconds}", "%.1f".formatted(took.toMillis() / 1000.0))
        .replace("{rest}", stack.rest().toString())
        .replace("{grpc}", "127.0.0.1:" + ports.number(Port.GRPC))
        .replace("{gateway}", stack.management(Part.GATEWAY).toString())
        .replace("{applier}", stack.management(Part.APPLIER).toString())
        .replace("{archiver}", stack.management(Part.ARCHIVER).toString())
        .replace("{snapshot}", stack.management(Part.SNAPSHOTTER).toString())
        .replace("{kafka}", stack.kafkaBootstrap())
        .replace("{s3}", stack.s3Endpoint().toString())
        .replace("{data}", settings.data() + (folder == null ? " (deleted at the end)" : ""));
  }
}
