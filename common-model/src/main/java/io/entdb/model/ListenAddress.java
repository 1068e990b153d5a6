package io.entdb.model;

import java.util.Optional;
import java.util.Set;

/**
 * Whether a service may listen on an address: on this machine's own always, on others only when
 * {@code ENTDB_AUTH_MODE} says who may call.
 */
public final class ListenAddress {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "localhost");

  private ListenAddress() {}

  /** Whether only this machine can reach it. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host);
  }

  /** What a service without callers of its own says at every start where others reach it. */
  public static Optional<String> warning(String host) {
    return isLoopback(host)
        ? Optional.empty()
        : Optional.of("listening on " + host + ": whoever reaches it sees health and metrics");
  }

  /**
   * Why a service must not listen there, naming the variables; empty = it may.
   *
   * @param authMode what {@code ENTDB_AUTH_MODE} says
   */
  public static Optional<String> mistake(String host, Optional<String> authMode) {
    if (isLoopback(host) || authMode.filter(mode -> !mode.isBlank()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "ENTDB_HOST is "
            + host
            + ", which others can reach, and callers are not authenticated; if that is meant,"
            + " set ENTDB_AUTH_MODE=none");
  }
}
