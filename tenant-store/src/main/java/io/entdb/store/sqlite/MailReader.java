package io.entdb.store.sqlite;

import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Value;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.MailItem;
import io.entdb.store.Mailbox;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.rules.ItemRow;
import io.entdb.store.rules.MailboxRow;
import io.entdb.store.rules.NodeRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one mailbox in one transaction's state. */
final class MailReader implements Mailbox {
  /** Characters of a preview: a line or two of a list. */
  private static final int PREVIEW_CHARS = 160;

  private static final int ITEM_COLUMNS_FROM = 12;
  private static final int HIT_COLUMNS_FROM = 17;

  private final Statements statements;
  private final Schema schema;
  private final MailboxRow row;
  private final Predicate<NodeRow> seen;

  /**
   * A reader of a mailbox.
   *
   * @param seen whether the viewer sees a node
   */
  MailReader(Statements statements, Schema schema, Principal user, Predicate<NodeRow> seen) {
    this.statements = statements;
    this.schema = schema;
    @Nullable MailboxRow found = statements.first("read/mailbox", Rows::mailbox, user.value());
    this.row = found == null ? new MailboxRow(user, 0, 0) : found;
    this.seen = seen;
  }

  @Override
  public Principal user() {
    return row.user();
  }

  @Override
  public Page<MailItem> items(Filter filter, Optional<PageKey> after, int offset, int size) {
    var page = new ArrayList<MailItem>();
    int[] skipped = {0};
    boolean[] more = {false};
    each(
        after.map(MailReader::numberOf).orElse(Long.MAX_VALUE),
        filter,
        (node, item) -> {
          if (skipped[0]++ < offset) {
            return true;
          }
          more[0] = page.size() == size;
          return !more[0] && page.add(shown(node, item));
        });
    Optional<PageKey> next =
        more[0]
            ? Optional.of(new PageKey(new Value.Int(page.getLast().number()), ""))
            : Optional.empty();
    return new Page<>(page, next);
  }

  @Override
  public int unreadCount() {
    int[] count = {0};
    each(
        Long.MAX_VALUE,
        new Filter(true, java.util.OptionalInt.empty()),
        (_, _) -> ++count[0] < Limits.UNREAD_COUNT_MAX);
    return count[0];
  }

  @Override
  public Hits search(String text, List<Integer> typeIds, int offset, int size) {
    SearchText.requireQuery(text);
    var hits = new ArrayList<Hit>();
    if (schema.nodeTypes().values().stream().noneMatch(SearchText::isSearchable)) {
      return new Hits(hits, false);
    }
    int[] skipped = {0};
    boolean[] more = {false};
    SearchText.each(
        statements,
        "read/mail_search",
        it -> {
          NodeRow node = Rows.node(it);
          boolean wanted = typeIds.isEmpty() || typeIds.contains(node.typeId());
          if (!wanted || !seen.test(node) || skipped[0]++ < offset) {
            return true;
          }
          more[0] = hits.size() == size;
          return !more[0] && hits.add(hit(it, node));
        },
        text,
        row.user().value());
    return new Hits(hits, more[0]);
  }

  private Hit hit(ResultSet columns, NodeRow node) throws SQLException {
    return new Hit(
        shown(node, Rows.item(columns, ITEM_COLUMNS_FROM)),
        columns.getString(HIT_COLUMNS_FROM),
        columns.getDouble(HIT_COLUMNS_FROM + 1));
  }

  /** Sees an item and its node; false = enough. */
  @FunctionalInterface
  private interface Visitor {
    boolean visit(NodeRow node, ItemRow item);
  }

  private void each(long before, Filter filter, Visitor visitor) {
    statements.each(
        "read/mail",
        it -> {
          NodeRow node = Rows.node(it);
          ItemRow item = Rows.item(it, ITEM_COLUMNS_FROM);
          boolean wanted =
              !(filter.unreadOnly() && isRead(item))
                  && (filter.typeId().isEmpty() || filter.typeId().getAsInt() == node.typeId());
          return !wanted || !seen.test(node) || visitor.visit(node, item);
        },
        row.user().value(),
        before,
        filter.unreadOnly() ? row.readThrough() : 0L);
  }

  private boolean isRead(ItemRow item) {
    return item.marked() || item.number() <= row.readThrough();
  }

  private MailItem shown(NodeRow node, ItemRow item) {
    return new MailItem(
        item.number(),
        new NodeId(node.id()),
        node.typeId(),
        preview(node),
        isRead(item),
        item.createdAt());
  }

  private String preview(NodeRow node) {
    Optional<NodeType> type = schema.nodeType(node.typeId());
    String text = type.map(it -> SearchText.text(it, node.payload())).orElse("").strip();
    if (text.isEmpty()) {
      text =
          node.payload().fields().values().stream()
              .flatMap(
                  value ->
                      value instanceof Value.Str(String it)
                          ? java.util.stream.Stream.of(it)
                          : java.util.stream.Stream.empty())
              .findFirst()
              .orElse("");
    }
    int end =
        text.offsetByCodePoints(0, Math.min(PREVIEW_CHARS, text.codePointCount(0, text.length())));
    return text.substring(0, end);
  }

  private static long numberOf(PageKey key) {
    if (key.value() instanceof Value.Int(long number)) {
      return number;
    }
    throw new InvalidException("the page token is not one of this mailbox");
  }
}
