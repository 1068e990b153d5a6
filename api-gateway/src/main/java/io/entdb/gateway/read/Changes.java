package io.entdb.gateway.read;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.model.NodeId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.FeedChange;
import io.entdb.model.record.FeedChange.Kind;
import io.entdb.store.FeedEvent;
import io.entdb.store.FeedPage;
import io.entdb.store.NodeView;
import io.entdb.store.StoreState;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Follows tenants' change feeds. */
public final class Changes {
  /** How long to rely on one lease, which may end when a partition moves or begins anew. */
  private static final Duration LEASE_MAX = Duration.ofSeconds(5);

  private final Following following;
  private final Directory directory;
  private final Reads reads;

  public Changes(Following following, Directory directory, Reads reads) {
    this.following = following;
    this.directory = directory;
    this.reads = reads;
  }

  /** Where a reader begins that has heard of nothing yet. */
  public enum Start {
    OLDEST,
    LATEST
  }

  /**
   * What to read.
   *
   * @param read its {@code after} is the position through which the reader has heard everything
   * @param start where to begin without such a position
   * @param changes about how many to answer at most; those of a record stay together
   * @param withNodes whether nodes that came or changed are wanted as they are now
   * @param patience how long to wait for something to tell
   */
  public record Request(
      ReadRequest read, Start start, int changes, boolean withNodes, Duration patience) {
    /** The same with another patience. */
    public Request waiting(Duration other) {
      return new Request(read, start, changes, withNodes, other);
    }

    /** The same, further on. */
    public Request after(WalPosition position) {
      return new Request(read.after(position), start, changes, withNodes, patience);
    }
  }

  /**
   * A part of the feed.
   *
   * @param position go on after it
   * @param hasMore whether more is there already
   * @param nodes by id, as far as they were wanted and the caller sees them
   */
  public record Batch(
      List<FeedEvent> events, WalPosition position, boolean hasMore, Map<String, NodeView> nodes) {
    public Batch {
      events = List.copyOf(events);
      nodes = Map.copyOf(nodes);
    }
  }

  /**
   * The next part. Waits until there is something to tell, or the request's time is over.
   *
   * @throws ApiException POSITION_GONE when the feed does not reach back to the reader's position;
   *     READ_TIMEOUT when that position is not reached in time
   */
  public Seen<Batch> next(Request request) {
    long end = System.nanoTime() + request.patience().toNanos();
    ReadRequest read = request.read();
    OptionalLong after = read.after().stream().mapToLong(WalPosition::n).findFirst();
    while (true) {
      Seen<Batch> seen = read(read, request, after);
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!seen.value().events().isEmpty() || !left.isPositive()) {
        return seen;
      }
      WalPosition through = seen.value().position();
      if (!seen.value().hasMore()) {
        await(read, through.n(), left.compareTo(LEASE_MAX) < 0 ? left : LEASE_MAX);
      }
      read = read.now();
      after = OptionalLong.of(through.n());
    }
  }

  private void await(ReadRequest read, long n, Duration wait) {
    TenantEntry entry = directory.require(read.tenant());
    try (HeldTenant held = following.hold(entry)) {
      following.awaitBeyond(held, n, wait);
    }
  }

  private Seen<Batch> read(ReadRequest read, Request request, OptionalLong after) {
    int partition = directory.require(read.tenant()).partition();
    return reads.read(
        read,
        reader -> {
          FeedPage page = page(reader, request, after);
          return new Batch(
              page.events(),
              // Before its first record a tenant stands nowhere; that record tells nothing.
              new WalPosition(partition, Math.max(0, page.through())),
              page.hasMore(),
              request.withNodes() ? nodes(reader, page.events()) : Map.of());
        });
  }

  private static FeedPage page(TenantReader reader, Request request, OptionalLong after) {
    if (after.isEmpty() && request.start() == Start.LATEST) {
      return reader.changes(OptionalLong.of(end(reader.state())), request.changes());
    }
    FeedPage page = reader.changes(after, request.changes());
    if (after.isPresent() && after.getAsLong() < page.floor()) {
      throw new ApiException(
          ErrorCode.POSITION_GONE,
          "the change feed of this tenant no longer tells what came after this position;"
              + " read everything anew, then follow the feed from the position of that reading");
    }
    return page;
  }

  private static long end(StoreState state) {
    return state.position().map(WalPosition::n).orElse(WalPosition.BEFORE_FIRST);
  }

  private static Map<String, NodeView> nodes(TenantReader reader, List<FeedEvent> events) {
    var nodes = new HashMap<String, NodeView>();
    for (FeedEvent event : events) {
      for (FeedChange change : event.changes()) {
        if (change instanceof FeedChange.OfNode node
            && node.kind() != Kind.DELETED
            && !nodes.containsKey(node.id())) {
          reader.node(new NodeId(node.id()), false).ifPresent(view -> nodes.put(node.id(), view));
        }
      }
    }
    return nodes;
  }
}
