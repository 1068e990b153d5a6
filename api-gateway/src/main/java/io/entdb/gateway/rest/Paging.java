package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.PageTokens;
import io.entdb.model.Limits;
import io.entdb.model.json.JsonValue;
import io.entdb.store.PageKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of an answer a client wants.
 *
 * @param after where the page before ended
 */
record Paging(int size, int offset, Optional<PageKey> after) {
  /** Farther than anybody pages; keyset tokens have no such limit. */
  private static final int OFFSET_MAX = 1_000_000;

  /**
   * Reads the paging of a query.
   *
   * @param query distinguishes it from others; see {@link PageTokens}
   * @param limit old name of {@code pageSize}
   */
  static Paging of(
      String query,
      @Nullable String pageSize,
      @Nullable String pageToken,
      @Nullable String limit,
      @Nullable String offset) {
    String given = Texts.isGiven(pageSize) ? pageSize : limit;
    String name = Texts.isGiven(pageSize) ? "page_size" : "limit";
    int size =
        Math.min(
            Limits.PAGE_SIZE_MAX,
            Texts.number(name, given, 1, Integer.MAX_VALUE).orElse(Limits.PAGE_SIZE_DEFAULT));
    int skipped = Texts.number("offset", offset, 0, OFFSET_MAX).orElse(0);
    if (pageToken == null || pageToken.isEmpty()) {
      return new Paging(size, skipped, Optional.empty());
    }
    if (skipped != 0) {
      throw ApiException.invalidRequest(
          "page_token and the deprecated offset are mutually exclusive; use one");
    }
    return new Paging(size, 0, Optional.of(PageTokens.read(query, pageToken)));
  }

  static Paging of(String query, @Nullable String pageSize, @Nullable String pageToken) {
    return of(query, pageSize, pageToken, null, null);
  }

  /** Adds the token of the next page to an answer that has one. */
  static void putNext(Map<String, JsonValue> answer, String query, Optional<PageKey> next) {
    next.ifPresent(
        key -> answer.put("next_page_token", new JsonValue.Text(PageTokens.write(query, key))));
  }
}
