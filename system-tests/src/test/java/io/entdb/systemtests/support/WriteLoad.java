package io.entdb.systemtests.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that make notes in several tenants, one after the other, each under a key of its own.
 * What fails or gets no answer is sent again with the same key until it is acknowledged.
 */
public final class WriteLoad {
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  /** No outage of these tests lasts nearly as long. */
  private static final Duration RETRY_MAX = Duration.ofMinutes(2);

  /** Two loads on the same tenants must not send different plans under one key. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final int run = RUNS.incrementAndGet();
  private final Supplier<Client> client;
  private final List<String> tenants;
  private final int pauseMsMax;
  private final int padding;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final Map<String, String> attempted = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile @Nullable Throwable failure;

  /**
   * A write that a gateway promised to keep.
   *
   * @param attempts 1 = at once
   * @param took from the first attempt until the promise
   */
  public record Acknowledged(
      int thread,
      String tenant,
      String key,
      String mark,
      String nodeId,
      String position,
      int attempts,
      Duration took) {}

  private WriteLoad(Supplier<Client> client, List<String> tenants, int pauseMsMax, int padding) {
    this.client = client;
    this.tenants = List.copyOf(tenants);
    this.pauseMsMax = pauseMsMax;
    this.padding = padding;
  }

  /**
   * Starts the threads.
   *
   * @param client whom the next request goes to
   * @param pauseMsMax each thread pauses up to this long between writes
   * @param padding bytes of each write besides what it needs
   */
  public static WriteLoad start(
      Supplier<Client> client,
      List<String> tenants,
      int threads,
      int pauseMsMax,
      int padding,
      SplittableRandom random) {
    var load = new WriteLoad(client, tenants, pauseMsMax, padding);
    for (int number = 0; number < threads; number++) {
      int own = number;
      SplittableRandom numbers = random.split();
      load.threads.add(
          Thread.ofPlatform().daemon().name("load-" + number).start(() -> load.run(own, numbers)));
    }
    return load;
  }

  /** Ends the load after the writes that are under way, and says what was promised. */
  public List<Acknowledged> stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(RETRY_MAX.plusSeconds(60));
    }
    requireNoFailure();
    return List.copyOf(acknowledged);
  }

  /** Ends the load at once, whatever is under way: its gateway is gone. What was promised. */
  public List<Acknowledged> abandon() throws InterruptedException {
    stopping = true;
    abandoned = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60));
    }
    return List.copyOf(acknowledged);
  }

  /** How many writes were promised so far. */
  public int count() {
    requireNoFailure();
    return acknowledged.size();
  }

  private void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("a write failed for good", thrown);
    }
  }

  private void run(int thread, SplittableRandom random) {
    try {
      for (int i = 0; !stopping; i++) {
        String tenant = tenants.get(random.nextInt(tenants.size()));
        write(thread, tenant, "%s-r%d-t%d-%d".formatted(tenant, run, thread, i));
        Thread.sleep(random.nextInt(pauseMsMax + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      failure = abandoned ? null : e;
    }
  }

  private void write(int thread, String tenant, String mark) throws InterruptedException {
    String key = "load-" + mark;
    attempted.put(mark, tenant);
    long start = System.nanoTime();
    for (int attempts = 1; ; attempts++) {
      Plan plan = Plan.of(tenant, key).create(mark, thread, padding);
      @Nullable Answer answer = attempt(plan);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      if (answer != null) {
        acknowledged.add(
            new Acknowledged(
                thread, tenant, key, mark, answer.nodeId(), answer.position(), attempts, took));
        return;
      }
      if (took.compareTo(RETRY_MAX) > 0) {
        throw new AssertionError("no gateway took %s within %s".formatted(key, RETRY_MAX));
      }
      Thread.sleep(RETRY_PAUSE);
    }
  }

  /** The promise; null when the same request has to be sent again. */
  private @Nullable Answer attempt(Plan plan) {
    try {
      Answer answer = client.get().atomic(plan);
      if (answer.status() == 503) {
        return null;
      }
      answer.require(200);
      if (answer.nodeId().isEmpty() || answer.position().isEmpty()) {
        throw new AssertionError("a promise without node or position: " + answer.text());
      }
      return answer;
    } catch (NoAnswerException e) {
      return null;
    }
  }

  /** The marks that were ever sent, acknowledged or not. */
  public Map<String, String> attempted() {
    return Map.copyOf(attempted);
  }

  /** The longest that a write took to be acknowledged. */
  public static Duration longest(List<Acknowledged> writes) {
    return writes.stream()
        .map(Acknowledged::took)
        .reduce(Duration.ZERO, (a, b) -> Objects.requireNonNull(a.compareTo(b) > 0 ? a : b));
  }
}
