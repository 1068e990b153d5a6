package io.entdb.store.rules;

import io.entdb.model.Payload;

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
    boolean deleted) {
  NodeRow withPayload(Payload next, long time) {
    return new NodeRow(id, typeId, next, owner, restricted, version + 1, createdAt, time, deleted);
  }

  NodeRow ownedBy(String next, long time) {
    return new NodeRow(
        id, typeId, payload, next, restricted, version + 1, createdAt, time, deleted);
  }

  NodeRow softDeleted(long time) {
    return new NodeRow(id, typeId, payload, owner, restricted, version + 1, createdAt, time, true);
  }

  NodeRow withAcl(long time) {
    return new NodeRow(id, typeId, payload, owner, true, version + 1, createdAt, time, deleted);
  }
}
