package io.entdb.client;

import io.entdb.grpc.v1.NodeRef;

/** A node that an operation names: one that is there, or one that the same plan makes. */
public sealed interface Ref {
  /** A node by its id. */
  static Ref id(String nodeId) {
    return new ById(nodeId);
  }

  /** See {@link Ref#id}. */
  record ById(String id) implements Ref {}

  /** A node that {@link Plan#create} makes. */
  record Made(String alias) implements Ref {}

  /** What stands for it in operations that take a text. */
  default String text() {
    return switch (this) {
      case ById(String id) -> id;
      case Made(String alias) -> "$" + alias;
    };
  }

  /** What stands for it in operations on edges. */
  default NodeRef toMessage() {
    return switch (this) {
      case ById(String id) -> NodeRef.newBuilder().setId(id).build();
      case Made(String alias) -> NodeRef.newBuilder().setAliasRef("$" + alias).build();
    };
  }
}
