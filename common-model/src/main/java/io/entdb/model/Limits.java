package io.entdb.model;

/** Sizes and counts that every writer and follower agrees on, each with the reason for its size. */
public final class Limits {
  /**
   * Most bytes in one encoded plan. The topic takes 8 MiB; half is left for what is added to it.
   */
  public static final int PLAN_BYTES_MAX = 4 * 1024 * 1024;

  /** Most bytes in one record of the log; the topic's {@code max.message.bytes}. */
  public static final int RECORD_BYTES_MAX = 8 * 1024 * 1024;

  /** Most operations in a plan: one plan is one SQLite transaction that blocks its tenant. */
  public static final int OPERATIONS_MAX = 10_000;

  /** How many nodes a delete_where deletes when the client names no limit. */
  public static final int DELETE_WHERE_DEFAULT = 1_000;

  /** Most nodes that one delete_where deletes: like a plan's operations, one transaction. */
  public static final int DELETE_WHERE_MAX = OPERATIONS_MAX;

  /** Most users that one plan reaches by recipients: each takes a row in the same transaction. */
  public static final int FANOUT_MAX = 10_000;

  /** Most recipients that one operation names; groups and roles make longer lists needless. */
  public static final int RECIPIENTS_MAX = 1_000;

  /**
   * Most nodes or grants that one step of managing a user's content touches, so that a user with
   * much of it does not block the tenant.
   */
  public static final int CONTENT_STEP_MAX = 1_000;

  /** Unread items are counted up to here: nobody reads a larger number, and each is looked at. */
  public static final int UNREAD_COUNT_MAX = 10_000;

  /** Over how many edges in a row a share goes on, like groups in groups. */
  public static final int SHARE_DEPTH_MAX = 10;

  /** Most nodes that are looked at to find out whether a share reaches one: reads wait for it. */
  public static final int SHARE_SOURCES_MAX = 200;

  /**
   * Most nodes that meet a delete_where's filters and are asked for whether the actor may delete
   * them: the tenant's other writes wait meanwhile.
   */
  public static final int DELETE_WHERE_ASKED_MAX = 2 * DELETE_WHERE_MAX;

  /** Longest idempotency key, in characters: a UUID or a URN with room to spare. */
  public static final int IDEMPOTENCY_KEY_CHARS_MAX = 256;

  /** Longest node id, in characters, as promised to clients. */
  public static final int NODE_ID_CHARS_MAX = 128;

  /** Longest principal or actor, in characters: kind, colon and an e-mail address or URI SAN. */
  public static final int PRINCIPAL_CHARS_MAX = 320;

  /** Most grants in one node's ACL: every read of the node looks through them. */
  public static final int GRANTS_MAX = 1_000;

  /** Most ids in one batch read. */
  public static final int BATCH_READ_MAX = 1_000;

  /** Largest page. */
  public static final int PAGE_SIZE_MAX = 1_000;

  /** Page size when the client names none. */
  public static final int PAGE_SIZE_DEFAULT = 100;

  /** Longest search text, in characters, as promised to clients. */
  public static final int SEARCH_CHARS_MAX = 1_000;

  /** Most filters in one query: each is looked at for every node that may match. */
  public static final int FILTERS_MAX = 100;

  /** Most values in one {@code in} filter; more had better be several reads by key. */
  public static final int FILTER_VALUES_MAX = 1_000;

  /**
   * Longest text that a {@code like} or {@code contains} filter searches for, in characters:
   * matching may cost its length times that of the text.
   */
  public static final int LIKE_CHARS_MAX = 256;

  /** Deepest JSON value: deeper ones exhaust the stacks of ordinary parsers. */
  public static final int JSON_DEPTH_MAX = 64;

  /**
   * Most characters of a value that takes part in a unique key: keys are kept whole in an index.
   */
  public static final int UNIQUE_VALUE_CHARS_MAX = 1_024;

  /** Most node and edge types in one schema. */
  public static final int SCHEMA_TYPES_MAX = 1_000;

  /** Most fields in one type. */
  public static final int SCHEMA_FIELDS_MAX = 500;

  /** Capability rules of a node type: they are gone through for every operation on its nodes. */
  public static final int CAPABILITY_RULES_MAX = 200;

  /** How long an idempotency key is remembered, in ms of tenant time: 7 days. */
  public static final long OUTCOME_TTL_MS = 7L * 24 * 60 * 60 * 1000;

  /** Longest name of a user or tenant, in characters: a line on a page. */
  public static final int NAME_CHARS_MAX = 256;

  /** Longest e-mail address, in characters: 64 before the @, 255 after it. */
  public static final int EMAIL_CHARS_MAX = 320;

  /** Longest grace before a deletion, in ms: ten years, so that a typing mistake is noticed. */
  public static final long GRACE_MS_MAX = 10L * 366 * 24 * 60 * 60 * 1000;

  /** Grace before a deletion where the client names none, in ms: 30 days. */
  public static final long GRACE_MS_DEFAULT = 30L * 24 * 60 * 60 * 1000;

  /** Deepest nesting of groups that is looked through. */
  public static final int GROUP_DEPTH_MAX = 10;

  private Limits() {}

  static {
    if (PLAN_BYTES_MAX * 2 > RECORD_BYTES_MAX) {
      throw new AssertionError("a plan must fit twice into a record");
    }
  }
}
