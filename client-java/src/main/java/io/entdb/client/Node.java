package io.entdb.client;

import java.time.Instant;

/**
 * A node as it was read.
 *
 * @param owner {@code kind:id}
 */
public record Node(
    String id, int typeId, Fields fields, String owner, Instant createdAt, Instant updatedAt) {

  static Node of(io.entdb.grpc.v1.Node message) {
    return new Node(
        message.getNodeId(),
        message.getTypeId(),
        Fields.ofMessages(message.getTypedPayloadMap()),
        message.getOwnerActor(),
        Instant.ofEpochMilli(message.getCreatedAt()),
        Instant.ofEpochMilli(message.getUpdatedAt()));
  }
}
