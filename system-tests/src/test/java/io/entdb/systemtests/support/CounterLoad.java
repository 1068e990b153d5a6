package io.entdb.systemtests.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One thread for each tenant counts a note up, each step on condition of the version that the step
 * before left. A record that is lost, repeated or out of its order breaks the chain.
 */
public final class CounterLoad {
  private static final Duration RETRY_MAX = Duration.ofMinutes(2);

  /** Where a tenant's counter is. */
  public record Count(String nodeId, long counter, String position) {}

  private final Client client;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;

  private CounterLoad(Client client) {
    this.client = client;
  }

  /** Starts counting from 0. */
  public static CounterLoad start(Client client, List<String> tenants) {
    var load = new CounterLoad(client);
    for (String tenant : tenants) {
      load.threads.add(
          Thread.ofPlatform().daemon().name("count-" + tenant).start(() -> load.run(tenant)));
    }
    return load;
  }

  /** Ends the counting after the steps that are under way. */
  public Map<String, Count> stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(RETRY_MAX.plusSeconds(60));
    }
    return counts();
  }

  /** How far each tenant is. */
  public Map<String, Count> counts() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("a chain broke", thrown);
    }
    return Map.copyOf(counts);
  }

  private void run(String tenant) {
    try {
      Answer made = send(Plan.of(tenant).create("counter", 0).waitApplied());
      counts.put(tenant, new Count(made.nodeId(), 0, made.position()));
      // A note's version is 1 when it is made, so it is always one ahead of the counter.
      for (long next = 1; !stopping; next++) {
        Answer step = send(Plan.of(tenant).count(made.nodeId(), next, next).waitApplied());
        counts.put(tenant, new Count(made.nodeId(), next, step.position()));
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      failure = e;
    }
  }

  private Answer send(Plan plan) throws InterruptedException {
    long deadline = System.nanoTime() + RETRY_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        Answer answer = client.atomic(plan);
        if (answer.status() != 503 && answer.json().path("status").asText().equals("APPLIED")) {
          return answer.require(200);
        }
        if (answer.status() != 503) {
          answer.require(200); // Pending: ask again with the same key.
        }
      } catch (NoAnswerException e) {
        // Nothing is known; the same key makes it safe to ask again.
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no gateway took " + plan.json());
  }
}
