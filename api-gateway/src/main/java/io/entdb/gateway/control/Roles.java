package io.entdb.gateway.control;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.model.Role;

/** Early checks of what a caller is in a tenant; the rules make them again in the log's order. */
final class Roles {
  private Roles() {}

  /** An owner or admin of the tenant, or a privileged caller. */
  static TenantWrites.Check admin(Caller caller, String refusal) {
    return reader -> {
      boolean admin = reader.role().isPresent() && reader.role().get().compareTo(Role.ADMIN) <= 0;
      if (!caller.isPrivileged() && !admin) {
        throw ApiException.forbidden(refusal);
      }
    };
  }

  /** A {@code system:} or {@code admin:} caller. */
  static void requirePrivileged(Caller caller, String refusal) {
    if (!caller.isPrivileged()) {
      throw ApiException.forbidden(refusal);
    }
  }
}
