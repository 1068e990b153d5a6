package io.entdb.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of an answer.
 *
 * @param next where the next page starts; empty = this was the last one
 */
public record Page<T>(List<T> items, Optional<PageKey> next) {
  public Page {
    items = List.copyOf(items);
  }
}
