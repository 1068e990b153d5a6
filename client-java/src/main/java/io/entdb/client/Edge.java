package io.entdb.client;

import java.time.Instant;

/** An edge as it was read. */
public record Edge(int edgeType, String from, String to, Fields props, Instant createdAt) {

  static Edge of(io.entdb.grpc.v1.Edge message) {
    return new Edge(
        message.getEdgeTypeId(),
        message.getFromNodeId(),
        message.getToNodeId(),
        Fields.ofMessages(message.getTypedPropsMap()),
        Instant.ofEpochMilli(message.getCreatedAt()));
  }
}
