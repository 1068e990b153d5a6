package io.entdb.client;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Pages as one stream: the next is fetched when the stream comes to it, and not before. */
final class Pages<T> implements Iterator<T> {
  private final Function<String, Page<T>> fetch;
  private final Queue<T> rest = new ArrayDeque<>();
  private String token = "";
  private boolean last;

  /** A page and what asks for the next one; empty = there is none. */
  record Page<T>(Collection<T> items, String nextToken) {}

  private Pages(Function<String, Page<T>> fetch) {
    this.fetch = fetch;
  }

  /**
   * All items of all pages.
   *
   * @param fetch the page for a token; the empty token is the first page's
   */
  static <T> Stream<T> stream(Function<String, Page<T>> fetch) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(fetch), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (rest.isEmpty() && !last) {
      Page<T> page = fetch.apply(token);
      rest.addAll(page.items());
      token = page.nextToken();
      last = token.isEmpty();
    }
    return !rest.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return rest.remove();
  }
}
