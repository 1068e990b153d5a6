package io.entdb.model.json;

import io.entdb.model.InvalidException;

/** Where a reader of JSON reports what is wrong: collect it, or throw. */
@FunctionalInterface
public interface Problems {
  /** Stops at the first problem with {@link InvalidException}. */
  Problems THROW =
      (path, text) -> {
        throw new InvalidException(path.isEmpty() ? text : path + ": " + text);
      };

  /** Something is wrong at a path. A reader goes on with a stand-in when this returns. */
  void add(String path, String text);
}
