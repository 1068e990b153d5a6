package io.entdb.store;

import io.entdb.model.NodeId;
import io.entdb.model.Payload;

/**
 * An edge as a reader sees it. Its id derives from type and ends.
 *
 * @param createdAt unix ms of tenant time
 */
public record EdgeView(
    String id, int edgeType, NodeId from, NodeId to, Payload props, long createdAt) {}
