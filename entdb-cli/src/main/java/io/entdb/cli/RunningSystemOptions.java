package io.entdb.cli;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a restore goes into the running system, and how that is reached. */
final class RunningSystemOptions {
  @Option(
      names = "--in-place",
      description = {
        "Bring the state back into the running system: the tenant's data become those of then.",
        "Members, roles, status, quota and idempotency keys stay; so do erasures since."
      })
  private boolean inPlace;

  @Option(
      names = "--as-tenant",
      description = "Bring the state into a new tenant of the running system instead.")
  private @Nullable String asTenant;

  @Option(names = "--owner", description = "The new tenant's owner and only member: user:<id>.")
  private @Nullable String owner;

  @Option(
      names = "--gateway",
      defaultValue = "${env:ENTDB_GATEWAY_URL:-http://localhost:8080}",
      description = "A gateway; otherwise from ENTDB_GATEWAY_URL, or http://localhost:8080.")
  private String gateway = "";

  @Option(
      names = "--admin-token",
      defaultValue = "${env:ENTDB_ADMIN_TOKEN}",
      description = "Its admin token; otherwise from ENTDB_ADMIN_TOKEN, which does not show in ps.")
  private @Nullable String token;

  /** Whether it is asked for at all. */
  boolean isAsked() {
    return inPlace || asTenant != null;
  }

  /** The new tenant; empty = in place. */
  Optional<String> asTenant() {
    return Optional.ofNullable(asTenant);
  }

  /** The owner of the new tenant. */
  String owner() throws CliException {
    String given = owner;
    if (given == null) {
      throw new CliException("--as-tenant needs --owner=user:<id>, the new tenant's only member");
    }
    return given;
  }

  /** Throws when the options do not fit each other. */
  void check() throws CliException {
    if (inPlace && asTenant != null) {
      throw new CliException("--in-place and --as-tenant exclude each other");
    }
    if (asTenant != null) {
      owner();
    }
  }

  AdminApi connect(Connections connections) throws CliException {
    String given = token;
    if (given == null || given.isBlank()) {
      throw new CliException("this needs the gateway's admin token: set ENTDB_ADMIN_TOKEN");
    }
    try {
      return connections.admin(URI.create(gateway), given);
    } catch (IllegalArgumentException e) {
      throw new CliException("'%s' is no address of a gateway".formatted(gateway), e);
    }
  }
}
