package io.entdb.systemtests.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.ProcessFigures;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ManyTenantsTest {
  private static final int OPEN_STORES_MAX = 200;
  private static final int THREADS = 8;

  /** A store takes the files of its writer and of up to four readers, each with log and index. */
  private static final int FILES_OF_A_STORE = 3 * 5;

  /**
   * Goal: one gateway serves far more tenants than it may have open. Method: many tenants get a
   * note each, then are read in random order, and once more after a restart, while the open files
   * and the memory of the process are looked at.
   */
  @Test
  void moreTenantsThanOpenFilesAreServedWithinTheBudgets() throws Exception {
    int count = Runs.count(1_000, 10_000);
    SplittableRandom random = Runs.random(ManyTenantsTest.class);
    try (LocalStack stack = start()) {
      Client client = Client.of(stack.rest());
      TestSchema.putAsDefault(client);
      Map<Integer, String> notes = new ConcurrentHashMap<>();
      List<Integer> tenants = IntStream.range(0, count).boxed().toList();

      timed(stack, "made", tenants, i -> notes.put(i, make(client, i)));
      timed(stack, "read in random order", shuffled(tenants, random), i -> read(client, i, notes));
      stack.kill9(Part.GATEWAY);
      stack.restart(Part.GATEWAY);
      timed(stack, "read after kill -9", shuffled(tenants, random), i -> read(client, i, notes));
    }
  }

  private static LocalStack start() {
    return LocalStack.builder()
        .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY)
        .environment(
            Kind.GATEWAY, "ENTDB_FOLLOWER_OPEN_STORES_MAX", Integer.toString(OPEN_STORES_MAX))
        .start();
  }

  private static String make(Client client, int number) {
    Plan plan = Plan.of(tenant(number), "first").create("of " + number, number).waitApplied();
    return patient(() -> client.atomic(plan)).nodeId();
  }

  private static void read(Client client, int number, Map<Integer, String> notes) {
    Answer answer =
        patient(() -> client.node(tenant(number), Objects.requireNonNull(notes.get(number)), ""));
    assertThat(answer.json().at("/payload/mark").asText()).isEqualTo("of " + number);
  }

  private static String tenant(int number) {
    return "many-" + number;
  }

  /** Asks again while the tenant is hydrating, as a client does. */
  private static Answer patient(Callable<Answer> request) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        Answer answer = request.call();
        if (answer.status() != 503 || System.nanoTime() > deadline) {
          return answer.require(200);
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      Await.sleep(Duration.ofMillis(200));
    }
  }

  private static void timed(
      LocalStack stack, String what, List<Integer> tenants, Consumer<Integer> work)
      throws Exception {
    long start = System.nanoTime();
    var parts = new ArrayList<Callable<Integer>>();
    for (int thread = 0; thread < THREADS; thread++) {
      int own = thread;
      parts.add(
          () -> {
            for (int i = own; i < tenants.size(); i += THREADS) {
              work.accept(tenants.get(i));
            }
            return own;
          });
    }
    var openStoresPeak = new ArrayList<Integer>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Integer>> running = parts.stream().map(threads::submit).toList();
      while (!running.stream().allMatch(Future::isDone)) {
        openStoresPeak.add(ProcessFigures.of(stack, Part.GATEWAY).openStores());
        Await.sleep(Duration.ofMillis(200));
      }
      for (Future<Integer> part : running) {
        part.get();
      }
    }
    report(stack, what, tenants.size(), System.nanoTime() - start, openStoresPeak);
  }

  private static void report(
      LocalStack stack, String what, int tenants, long nanos, List<Integer> openStores) {
    ProcessFigures figures = ProcessFigures.of(stack, Part.GATEWAY);
    Metrics metrics = Metrics.of(stack, Part.GATEWAY);
    int most = openStores.stream().mapToInt(Integer::intValue).max().orElse(figures.openStores());
    Runs.say(
        ManyTenantsTest.class,
        "%d tenants %s in %.1f s (%.0f/s); stores open %d, at most %d; files %d; resident %d MiB, peak %d MiB; heap in use %.0f MiB"
            .formatted(
                tenants,
                what,
                nanos / 1e9,
                tenants * 1e9 / nanos,
                figures.openStores(),
                most,
                figures.openFiles(),
                figures.residentMib(),
                figures.residentPeakMib(),
                metrics.sum("jvm_memory_used_bytes", "area=\"heap\"") / 1024 / 1024));
    // Stores in use count beyond the budget: one for each lane, hydrator and request.
    assertThat(most).isLessThanOrEqualTo(OPEN_STORES_MAX + 4 + 4 + THREADS);
    assertThat(figures.openFiles()).isLessThan(OPEN_STORES_MAX * FILES_OF_A_STORE);
    // The heap is 192 MiB; the rest is code, stacks and the page caches of open stores.
    assertThat(figures.residentPeakMib()).isLessThan(900);
  }

  private static List<Integer> shuffled(List<Integer> numbers, SplittableRandom random) {
    var shuffled = new ArrayList<>(numbers);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
