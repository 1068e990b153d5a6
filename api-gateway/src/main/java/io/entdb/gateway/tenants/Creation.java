package io.entdb.gateway.tenants;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.affinity.Affinity;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.store.TenantEntry;
import org.jboss.logging.Logger;

/** Creates tenants: the entry in the directory, and the first record of their own logs. */
public final class Creation {
  private static final Logger LOG = Logger.getLogger(Creation.class);

  /** Longest name: a line on a screen, and then some. */
  private static final int NAME_CHARS_MAX = 256;

  private final Following following;
  private final Directory directory;
  private final Opening opening;
  private final Affinity affinity;

  public Creation(Following following, Directory directory, Opening opening, Affinity affinity) {
    this.following = following;
    this.directory = directory;
    this.opening = opening;
    this.affinity = affinity;
  }

  /**
   * Creates a tenant, so that it can be read at once, at its own node if it has one.
   *
   * @param name for display
   * @param owner its first member
   * @throws ApiException FORBIDDEN when the caller may not, CONFLICT when it is there already
   */
  public TenantEntry create(Caller caller, TenantId tenant, String name, Principal owner) {
    caller.requireIn(tenant);
    if (!caller.isPrivileged()) {
      throw ApiException.forbidden("creating a tenant requires a system: or admin: actor");
    }
    if (!owner.kind().equals("user")) {
      throw ApiException.validation("owner: " + owner + " is not a user");
    }
    if (name.length() > NAME_CHARS_MAX) {
      throw ApiException.invalidRequest("name: has more than " + NAME_CHARS_MAX + " characters");
    }
    TenantEntry entry = directory.create(caller, tenant, name, owner);
    try {
      open(entry);
    } catch (ApiException e) {
      // It is created all the same, and its first write opens it.
      LOG.infof("tenant %s is not opened yet: %s", tenant, e.getMessage());
    }
    return entry;
  }

  private void open(TenantEntry entry) {
    if (!affinity.isHere(entry.partition())) {
      opening.openUnseen(entry);
      return;
    }
    try (HeldTenant held = following.hold(entry)) {
      opening.open(held, entry);
    }
  }
}
