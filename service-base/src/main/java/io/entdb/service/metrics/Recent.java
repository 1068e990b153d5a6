package io.entdb.service.metrics;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is costly to find out, found out again when somebody asks and the last answer is
 * old. Many gauges of one scrape share an answer, which the scraper's own thread computes: no
 * thread of the service has to be alive for it.
 */
public final class Recent<T> implements Supplier<T> {
  /** Shorter than any interval between scrapes, longer than one scrape. */
  private static final long FRESH_NANOS = 500_000_000L;

  private final Supplier<T> source;
  private @Nullable T answer;
  private long askedNanos;

  /** Nothing is asked before the first {@link #get}. */
  public Recent(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public synchronized T get() {
    @Nullable T known = answer;
    long now = System.nanoTime();
    if (known == null || now - askedNanos > FRESH_NANOS) {
      known = source.get();
      answer = known;
      askedNanos = now;
    }
    return known;
  }
}
