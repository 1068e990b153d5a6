package io.entdb.store.sqlite;

import io.entdb.model.WalPosition;
import io.entdb.model.record.FeedChange;
import io.entdb.model.record.FeedCodec;
import io.entdb.model.record.FeedEntry;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.store.FeedEvent;
import io.entdb.store.FeedPage;
import io.entdb.store.StoreState;
import io.entdb.store.rules.NodeRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the change feed through one viewer's eyes. */
final class FeedReader {
  /** Records looked at for one page, so that a viewer who is told of nothing costs no more. */
  private static final int RECORDS_MAX = 1_000;

  private final Statements statements;
  private final SqlView view;
  private final Sight sight;
  private final StoreState state;

  FeedReader(Statements statements, SqlView view, Sight sight, StoreState state) {
    this.statements = statements;
    this.view = view;
    this.sight = sight;
    this.state = state;
  }

  FeedPage page(OptionalLong afterN, int changesMax) {
    @Nullable Long floor = statements.first("read/feed_floor", row -> row.getLong(1));
    long bottom = floor == null ? WalPosition.BEFORE_FIRST : floor;
    var part = new Part(afterN.orElse(bottom), changesMax);
    statements.each("read/feed_after", part::add, part.through, RECORDS_MAX);
    long end = state.position().map(WalPosition::n).orElse(WalPosition.BEFORE_FIRST);
    return part.isLast()
        ? new FeedPage(part.events, bottom, Math.max(part.through, end), false)
        : new FeedPage(part.events, bottom, part.through, true);
  }

  /** Collects events until there are enough. */
  private final class Part {
    final List<FeedEvent> events = new ArrayList<>();
    long through;
    private int left;
    private int records;

    Part(long after, int changesMax) {
      this.through = after;
      this.left = changesMax;
    }

    boolean add(ResultSet row) throws SQLException {
      if (left <= 0) {
        return false;
      }
      records++;
      through = row.getLong(1);
      FeedEntry entry = entry(row.getBytes(3));
      List<FeedChange> visible = visible(entry.changes());
      if (!visible.isEmpty()) {
        left -= visible.size();
        events.add(new FeedEvent(through, row.getLong(2), entry.actor(), visible));
      }
      return true;
    }

    /** Whether the state has nothing after this part. */
    boolean isLast() {
      return left > 0 && records < RECORDS_MAX;
    }
  }

  private static FeedEntry entry(byte[] bytes) throws SQLException {
    try {
      return FeedCodec.decode(bytes);
    } catch (UnknownFormatException e) {
      throw new SQLException("damaged entry of the change feed", e);
    }
  }

  private List<FeedChange> visible(List<FeedChange> changes) {
    var gone = new HashSet<String>();
    for (FeedChange change : changes) {
      if (change instanceof FeedChange.OfNode(var kind, var id, var _, var _, var _)
          && kind == FeedChange.Kind.DELETED) {
        gone.add(id);
      }
    }
    return changes.stream().filter(change -> isTold(change, gone)).toList();
  }

  private boolean isTold(FeedChange change, Set<String> gone) {
    return switch (change) {
      case FeedChange.OfNode node ->
          isSeenNow(node)
              || node.former().filter(it -> sight.saw(node.id(), node.typeId(), it)).isPresent();
      case FeedChange.OfEdge edge ->
          !gone.contains(edge.from())
              && !gone.contains(edge.to())
              && sight.startsAt(edge.from())
              && sight.reaches(edge.to());
      case FeedChange.OfSchema _ -> true;
    };
  }

  private boolean isSeenNow(FeedChange.OfNode change) {
    @Nullable NodeRow row = view.node(change.id());
    return row != null && !row.deleted() && sight.sees(row);
  }
}
