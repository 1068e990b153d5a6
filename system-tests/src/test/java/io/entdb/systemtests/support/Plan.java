package io.entdb.systemtests.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/**
 * A plan, as a client writes it.
 *
 * @param json the body of {@code POST /v1/atomic}
 */
public record Plan(ObjectNode json) {
  private static final JsonMapper JSON = new JsonMapper();

  /** A plan without operations under a key of its own. */
  public static Plan of(String tenant) {
    return of(tenant, UUID.randomUUID().toString());
  }

  /** A plan without operations. */
  public static Plan of(String tenant, String key) {
    var json = JSON.createObjectNode();
    json.put("tenant_id", tenant);
    json.put("actor", Client.ACTOR);
    json.put("idempotency_key", key);
    json.putArray("operations");
    return new Plan(json);
  }

  /** Answers when the plan is applied, not when it is in the log. */
  public Plan waitApplied() {
    json.put("wait_applied", true);
    return this;
  }

  /** Makes a note. */
  public Plan create(String mark, long counter) {
    ObjectNode op = operation("create_node");
    op.put("type_id", TestSchema.NOTE);
    op.putObject("payload").put("mark", mark).put("counter", counter);
    return this;
  }

  /** Makes a note with so many bytes besides. */
  public Plan create(String mark, long counter, int padding) {
    create(mark, counter);
    ((ObjectNode) json.at("/operations/0/payload")).put("extra", "x".repeat(padding));
    return this;
  }

  /** Sets a note's counter, if it is at a version. */
  public Plan count(String nodeId, long counter, long expectedVersion) {
    ObjectNode op = operation("update_node");
    op.put("node_id", nodeId);
    op.put("expected_version", expectedVersion);
    op.putObject("payload").put("counter", counter);
    return this;
  }

  private ObjectNode operation(String word) {
    return json.withArray("operations").addObject().put("op", word);
  }

  /** The tenant it is for. */
  public String tenant() {
    return json.path("tenant_id").asText();
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
