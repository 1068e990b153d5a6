package io.entdb.gateway.control;

import io.entdb.gateway.api.Caller;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.read.Seen;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Elsewhere;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.schema.Schema;
import io.entdb.store.NodeView;
import io.entdb.store.TenantReader.SharedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What others share with somebody, across tenants: by grants that name it, its groups, or its
 * tenant. The directory knows which tenants may have something; each answers for itself.
 */
public final class SharedWithMe {
  private final Reads reads;
  private final Directory directory;

  public SharedWithMe(Reads reads, Directory directory) {
    this.reads = reads;
    this.directory = directory;
  }

  /**
   * A shared node.
   *
   * @param schema of its tenant
   */
  public record Shared(TenantId tenant, NodeView node, Schema schema) {}

  /**
   * Nodes by tenant and id.
   *
   * @param hasMore whether more follow
   * @param elsewhere tenants of other nodes, which may have more
   */
  public record Page(List<Shared> nodes, boolean hasMore, boolean stale, Elsewhere elsewhere) {}

  /** A place in the order of tenants and ids. */
  public record After(TenantId tenant, NodeId node) {}

  /**
   * A page of what is shared with the caller.
   *
   * @param request names the tenant that the caller is of
   */
  public Page list(ReadRequest request, Optional<After> after, int size) {
    Caller caller = request.caller();
    Seen<Boolean> home = reads.read(request, reader -> reader.role().isPresent());
    Principal actor = caller.actor();
    var names = new ArrayList<>(List.of(actor));
    if (home.value()) {
      names.add(Principal.of(request.tenant()));
      names.add(actor.in(request.tenant()));
    }
    SortedSet<TenantId> tenants = directory.sightings(names);
    tenants.add(request.tenant());
    tenants.removeIf(tenant -> !caller.countsIn(tenant));
    Elsewhere elsewhere = directory.elsewhere(tenants);
    tenants.removeAll(elsewhere.nodes().keySet());
    var found = new ArrayList<Shared>();
    boolean stale = home.stale();
    for (TenantId tenant : after.map(it -> tenants.tailSet(it.tenant())).orElse(tenants)) {
      Optional<NodeId> start = after.filter(it -> it.tenant().equals(tenant)).map(After::node);
      int wanted = size - found.size();
      Seen<SharedPage> seen =
          reads.read(in(request, tenant, home.value()), reader -> reader.shared(start, wanted));
      stale |= seen.stale();
      for (NodeView node : seen.value().nodes()) {
        found.add(new Shared(tenant, node, seen.schema()));
      }
      if (seen.value().hasMore()) {
        return new Page(found, true, stale, elsewhere);
      }
    }
    return new Page(found, false, stale, elsewhere);
  }

  /** Reads a tenant as the caller is there: a member of it, or somebody of its home. */
  private ReadRequest in(ReadRequest request, TenantId tenant, boolean isOfHome) {
    Caller caller = request.caller();
    if (tenant.equals(request.tenant()) || caller.isPrivileged()) {
      return new ReadRequest(
          tenant, caller, Optional.empty(), request.timeout(), request.allowStale());
    }
    boolean member =
        directory.memberships(caller.actor()).stream().anyMatch(it -> it.tenant().equals(tenant));
    Authority authority =
        member || !isOfHome ? new Authority.Member() : new Authority.Foreign(request.tenant());
    return new ReadRequest(
        tenant,
        new Caller(caller.actor(), authority, caller.tenants()),
        Optional.empty(),
        request.timeout(),
        request.allowStale());
  }
}
