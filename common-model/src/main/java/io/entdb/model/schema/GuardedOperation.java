package io.entdb.model.schema;

import io.entdb.model.CoreCapability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is done with a node under its ACL, by the names that schema options have for it. Reading is
 * one operation, whichever way it is done; ownership is its owner's to give, whatever is mapped.
 */
public enum GuardedOperation {
  GET_NODE("GetNode", CoreCapability.READ),
  UPDATE_NODE("UpdateNode", CoreCapability.EDIT),
  DELETE_NODE("DeleteNode", CoreCapability.DELETE),
  CREATE_EDGE("CreateEdge", CoreCapability.EDIT),
  DELETE_EDGE("DeleteEdge", CoreCapability.EDIT),
  SHARE_NODE("ShareNode", CoreCapability.ADMIN),
  REVOKE_ACCESS("RevokeAccess", CoreCapability.ADMIN);

  private final String word;
  private final Requirement usual;

  GuardedOperation(String word, CoreCapability need) {
    this.word = word;
    this.usual = Requirement.of(need);
  }

  public String word() {
    return word;
  }

  /** What it takes where the node's type says nothing. */
  public Requirement usual() {
    return usual;
  }

  /** Whether it sets fields, so that a mapping may name one. */
  public boolean setsFields() {
    return this == UPDATE_NODE;
  }

  /** Whether it joins the node to another one, so that a mapping may name that one's type. */
  public boolean hasChild() {
    return this == CREATE_EDGE || this == DELETE_EDGE;
  }

  public static Optional<GuardedOperation> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /** All names, for messages. */
  public static List<String> words() {
    return Arrays.stream(values()).map(GuardedOperation::word).toList();
  }
}
