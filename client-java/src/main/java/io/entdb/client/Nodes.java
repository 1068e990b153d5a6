package io.entdb.client;

import io.entdb.grpc.v1.EntDBServiceGrpc.EntDBServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service and, where it is spread over nodes, which of them serves which tenant: it says so
 * itself to whoever asks the wrong one. A tenant's node is remembered until it is UNAVAILABLE.
 */
final class Nodes implements AutoCloseable {
  private static final Metadata.Key<String> REDIRECT_NODE =
      Metadata.Key.of("entdb-redirect-node", Metadata.ASCII_STRING_MARSHALLER);

  /** Anything else would not be the name of a host below the base domain. */
  private static final Pattern LABEL =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

  /** Connections to this many nodes are kept; no deployment has as many gateways. */
  private static final int NODES_MAX = 1_000;

  /** About 100 bytes each; beyond it they are learnt anew. */
  private static final int TENANTS_MAX = 100_000;

  private static final Duration GOODBYE = Duration.ofSeconds(5);

  /** Opens a connection to an address. */
  private final Function<String, ManagedChannel> opening;

  private final Function<ManagedChannel, EntDBServiceBlockingStub> stubs;
  private final Function<String, Optional<String>> addresses;
  private final Node home;
  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private final Map<String, Node> owners = new ConcurrentHashMap<>();
  private boolean closed;

  private record Node(ManagedChannel channel, EntDBServiceBlockingStub stub) {}

  /**
   * Connects when the first call is made.
   *
   * @param target where calls go as long as nothing better is known
   * @param addresses of nodes by their ids; empty = not known, and not gone to
   */
  Nodes(
      String target,
      Function<String, Optional<String>> addresses,
      Function<String, ManagedChannel> opening,
      Function<ManagedChannel, EntDBServiceBlockingStub> stubs) {
    this.addresses = addresses;
    this.opening = opening;
    this.stubs = stubs;
    this.home = open(target);
  }

  private Node open(String target) {
    ManagedChannel channel = opening.apply(target);
    return new Node(channel, stubs.apply(channel));
  }

  /**
   * Makes a call about a tenant where the tenant is, following the service's word for it once.
   *
   * @throws StatusRuntimeException of the last node asked
   */
  <T> T call(String tenant, Function<EntDBServiceBlockingStub, T> call) {
    @Nullable Node owner = owners.get(tenant);
    try {
      return call.apply((owner == null ? home : owner).stub());
    } catch (StatusRuntimeException e) {
      if (owner != null && isUnavailable(e)) {
        owners.remove(tenant, owner);
      }
      @Nullable Node named = named(e);
      if (named == null || named.equals(owner)) {
        throw e;
      }
      return follow(tenant, named, call);
    }
  }

  private <T> T follow(String tenant, Node node, Function<EntDBServiceBlockingStub, T> call) {
    if (owners.size() >= TENANTS_MAX) {
      owners.clear();
    }
    owners.put(tenant, node);
    try {
      return call.apply(node.stub());
    } catch (StatusRuntimeException e) {
      if (isUnavailable(e)) {
        owners.remove(tenant, node);
      }
      throw e;
    }
  }

  private static boolean isUnavailable(StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.UNAVAILABLE;
  }

  /** The node that an answer names; null = it names none that can be gone to. */
  private @Nullable Node named(StatusRuntimeException e) {
    @Nullable Metadata trailers = e.getTrailers();
    @Nullable String id = trailers == null ? null : trailers.get(REDIRECT_NODE);
    if (!isUnavailable(e) || id == null || !LABEL.matcher(id).matches()) {
      return null;
    }
    Node known = nodes.get(id);
    return known != null ? known : addresses.apply(id).map(at -> connect(id, at)).orElse(null);
  }

  private synchronized @Nullable Node connect(String id, String address) {
    if (closed || (!nodes.containsKey(id) && nodes.size() >= NODES_MAX)) {
      return null;
    }
    return nodes.computeIfAbsent(id, absent -> open(address));
  }

  /** Ends all calls, those under way after five seconds. */
  @Override
  public void close() {
    List<ManagedChannel> channels = new ArrayList<>();
    synchronized (this) {
      closed = true;
      channels.add(home.channel());
      nodes.values().forEach(node -> channels.add(node.channel()));
    }
    channels.forEach(ManagedChannel::shutdown);
    long ends = System.nanoTime() + GOODBYE.toNanos();
    try {
      for (ManagedChannel channel : channels) {
        if (!channel.awaitTermination(ends - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          channel.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      channels.forEach(ManagedChannel::shutdownNow);
      Thread.currentThread().interrupt();
    }
  }
}
