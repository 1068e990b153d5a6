package io.entdb.store;

import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A tenant on a file of its own, with alice as its owner; closing it compares its digests. */
final class Acme implements AutoCloseable {
  static final TenantId ID = new TenantId("acme");
  static final Principal ROOT = new Principal("admin:root");

  final Records records = new Records(ID, 1);
  final TenantStore store;
  private int keys;

  Acme(Path folder, Schema schema) throws Exception {
    store = TenantStore.open(folder.resolve("acme.db"), ID, StoreSettings.DEFAULT);
    store.apply(List.of(records.opening(schema)));
  }

  /** Applies a plan of an actor's, which must not be refused. */
  List<OpResult> apply(Principal actor, Operation... operations) throws Exception {
    return switch (outcome(actor, operations)) {
      case Outcome.Applied(List<OpResult> results) -> results;
      case Outcome.Refused refused -> throw new AssertionError(refused);
    };
  }

  List<OpResult> apply(Operation... operations) throws Exception {
    return apply(Records.ALICE, operations);
  }

  /** Applies a plan of an actor's, which must be refused. */
  Outcome.Refused refuse(Principal actor, Operation... operations) throws Exception {
    return switch (outcome(actor, operations)) {
      case Outcome.Applied applied -> throw new AssertionError(applied);
      case Outcome.Refused refused -> refused;
    };
  }

  Outcome outcome(Principal actor, Operation... operations) throws Exception {
    LogEntry entry = records.entry(actor, authority(actor), "acme-" + keys++, List.of(operations));
    return store.apply(List.of(entry)).getFirst().outcome();
  }

  static Viewer viewer(Principal actor) {
    return new Viewer(actor, authority(actor));
  }

  static Viewer inMailbox(Principal actor, Principal user) {
    return viewer(actor).in(new Viewer.Scope.Mailbox(user));
  }

  private static Authority authority(Principal actor) {
    return actor.isPrivileged() ? new Authority.Privileged() : new Authority.Asserted();
  }

  Optional<NodeView> node(Viewer viewer, String id) throws StoreException {
    return store.read(viewer, it -> it.node(new NodeId(id), false));
  }

  boolean sees(Viewer viewer, String id) throws StoreException {
    return node(viewer, id).isPresent();
  }

  @Override
  public void close() throws StoreException {
    String recomputed = store.recomputeDigest();
    String kept = store.state().digest();
    store.close();
    if (!recomputed.equals(kept)) {
      throw new AssertionError("the digest of the rows is " + recomputed + ", kept was " + kept);
    }
  }
}
