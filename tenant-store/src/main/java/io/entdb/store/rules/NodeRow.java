package io.entdb.store.rules;

import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.schema.Schema;
import java.util.Optional;

/**
 * A node as it is kept.
 *
 * @param restricted whether it has an ACL
 * @param version from 1
 * @param createdAt unix ms of tenant time
 * @param updatedAt unix ms of tenant time
 * @param deleted hidden by a soft delete
 */
public record NodeRow(
    String id,
    int typeId,
    Payload payload,
    String owner,
    boolean restricted,
    long version,
    long createdAt,
    long updatedAt,
    boolean deleted,
    Storage storage) {
  /** A node that is made now. */
  static NodeRow made(
      String id,
      int typeId,
      Payload payload,
      String owner,
      boolean restricted,
      long time,
      Storage storage) {
    return new NodeRow(id, typeId, payload, owner, restricted, 1, time, time, false, storage);
  }

  /** Whether a user owns it, it is in the user's mailbox, or it is about the user. */
  public boolean isOf(Schema schema, Principal user) {
    return owner.equals(user.value())
        || storage.userText().equals(user.value())
        || Reports.subject(schema, this).equals(Optional.of(user));
  }

  NodeRow withPayload(Payload next, long time) {
    return changed(next, owner, restricted, time, deleted);
  }

  NodeRow ownedBy(String next, long time) {
    return changed(payload, next, restricted, time, deleted);
  }

  NodeRow softDeleted(long time) {
    return changed(payload, owner, restricted, time, true);
  }

  NodeRow withAcl(long time) {
    return changed(payload, owner, true, time, deleted);
  }

  private NodeRow changed(
      Payload nextPayload, String nextOwner, boolean nextRestricted, long time, boolean gone) {
    return new NodeRow(
        id,
        typeId,
        nextPayload,
        nextOwner,
        nextRestricted,
        version + 1,
        createdAt,
        time,
        gone,
        storage);
  }
}
