package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.PageTokens;
import io.entdb.model.Limits;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import java.util.Optional;

/**
 * Which page of an answer a client wants.
 *
 * @param query distinguishes it from others; see {@link PageTokens}
 * @param after where the page before ended
 */
record Paging(String query, int size, int offset, Optional<PageKey> after) {
  /** Farther than anybody pages; tokens have no such limit. */
  private static final int OFFSET_MAX = 1_000_000;

  /**
   * Reads paging by token.
   *
   * @param limit old name of {@code pageSize}
   * @param offset old style; not together with a token
   */
  static Paging of(String query, int pageSize, int limit, int offset, String pageToken) {
    int size = size(pageSize, limit, Limits.PAGE_SIZE_DEFAULT);
    if (pageToken.isEmpty()) {
      return new Paging(query, size, offset(offset), Optional.empty());
    }
    if (offset != 0) {
      throw ApiException.invalidRequest(
          "page_token and the deprecated offset are mutually exclusive; use one");
    }
    return new Paging(query, size, 0, Optional.of(PageTokens.read(query, pageToken)));
  }

  /** The size of a page: what is given, the default for 0 and less, never more than allowed. */
  static int size(int pageSize, int limit, int otherwise) {
    int given = pageSize > 0 ? pageSize : limit;
    return Math.min(given > 0 ? given : otherwise, Limits.PAGE_SIZE_MAX);
  }

  static int offset(int offset) {
    if (offset > OFFSET_MAX) {
      throw ApiException.invalidRequest(
          "offset " + offset + " is beyond " + OFFSET_MAX + "; follow next_page_token instead");
    }
    return Math.max(0, offset);
  }

  /** The token of the page after this one; empty = there is none. */
  String next(Page<?> page) {
    return page.next().map(key -> PageTokens.write(query, key)).orElse("");
  }
}
