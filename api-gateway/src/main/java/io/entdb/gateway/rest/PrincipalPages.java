package io.entdb.gateway.rest;

import io.entdb.gateway.read.Seen;
import io.entdb.model.Principal;
import io.entdb.model.Value;
import io.entdb.model.json.JsonValue;
import io.entdb.store.PageKey;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of a list that is in the order of principals. */
final class PrincipalPages {
  private final String query;
  private final Paging paging;

  /**
   * Reads the paging of a query.
   *
   * @param query distinguishes it from others
   */
  PrincipalPages(String query, @Nullable String pageSize, @Nullable String pageToken) {
    this.query = query;
    this.paging = Paging.of(query, pageSize, pageToken);
  }

  /** Where the page before ended. */
  Optional<Principal> after() {
    return paging.after().map(key -> new Principal(key.id()));
  }

  /** How many items to ask for: one more than the page takes, to see whether another follows. */
  int limit() {
    return paging.size() + 1;
  }

  /** The answer with a page of what was found. */
  <T> Response answer(
      String name,
      Seen<List<T>> seen,
      Function<T, Principal> principalOf,
      Function<T, JsonValue> json) {
    List<T> found = seen.value();
    List<T> page = found.subList(0, Math.min(found.size(), paging.size()));
    var members = new TreeMap<String, JsonValue>();
    members.put(name, new JsonValue.Arr(page.stream().map(json).toList()));
    if (found.size() > page.size()) {
      String last = principalOf.apply(page.getLast()).value();
      Paging.putNext(members, query, Optional.of(new PageKey(Value.NULL, last)));
    }
    return Answers.ok(members, seen.stale());
  }
}
