package io.entdb.store;

import io.entdb.model.Principal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reading of one user's mailbox. Items whose nodes the viewer does not see are not there. */
public interface Mailbox {
  /**
   * A page of items, youngest first.
   *
   * @param after the last key of the page before; empty = from the start
   * @param offset items to pass over after that, for clients of the old style
   */
  Page<MailItem> items(Filter filter, Optional<PageKey> after, int offset, int size);

  /** Which items are asked for. */
  record Filter(boolean unreadOnly, OptionalInt typeId) {
    public static final Filter ALL = new Filter(false, OptionalInt.empty());
  }

  /**
   * How many items are unread; more than {@link io.entdb.model.Limits#UNREAD_COUNT_MAX} are told as
   * that many.
   */
  int unreadCount();

  /**
   * Items whose nodes' searchable fields match, best first.
   *
   * @param text in FTS5's query syntax
   * @param typeIds types of nodes; empty = all
   * @throws io.entdb.model.InvalidException for a malformed text
   */
  Hits search(String text, List<Integer> typeIds, int offset, int size);

  /** What a search found. */
  record Hits(List<Hit> hits, boolean hasMore) {
    public Hits {
      hits = List.copyOf(hits);
    }
  }

  /**
   * An item that matches.
   *
   * @param highlights a part of the text, with matches between {@code <b>} and {@code </b>}
   * @param rank FTS5's bm25: the smaller, the better
   */
  record Hit(MailItem item, String highlights, double rank) {}

  /** Whose mailbox it is. */
  Principal user();
}
