package io.entdb.model.record;

/** Why a plan was refused. The names are stored in outcomes and told to clients: never change. */
public enum RefusalCode {
  /** Against the schema, or a reference that leads nowhere. */
  VALIDATION_ERROR,
  /** The actor's role or the node's ACL does not allow it. */
  FORBIDDEN,
  /** A node, or the tenant, is not there. */
  NOT_FOUND,
  /** A node of that id is there already. */
  ALREADY_EXISTS,
  /** The node's version is not the expected one. */
  VERSION_MISMATCH,
  /** The field does not hold the expected value. */
  PRECONDITION_FAILED,
  /** A unique field or tuple holds the value already. */
  UNIQUE_VIOLATION,
  /** The schema would break data or clients that rely on the present one. */
  SCHEMA_INCOMPATIBLE,
  /** The tenant is archived, or on legal hold and the plan deletes. */
  TENANT_CLOSED,
  /** The tenant has done this month what it may. */
  QUOTA_EXCEEDED,
  /** The tenant would be left without an owner. */
  LAST_OWNER,
  /** The key was used before, for another request. */
  IDEMPOTENCY_KEY_REUSED
}
