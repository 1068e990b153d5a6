package io.entdb.systemtests.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.TestSchema;
import java.util.List;
import java.util.SplittableRandom;

/** Valid requests for every resource, as a start for spoiling them. */
final class Templates {
  private static final List<String> OPERATIONS =
      List.of(
          """
          {"op":"create_node","type_id":7,"alias":"a","payload":{"mark":"m","counter":1,
           "extra":{"a":[1,2,{"b":null}]},"blob":"AAEC","state":"open","tags":["x","y"],
           "share":0.5,"flag":true,"due":1700000000000},"principals":["user:a","group:g"]}\
          """,
          """
          {"op":"create_node","type_id":7,"id":"%s-new","payload":{"mark":"m","key":"k%s"},
           "acl":[{"principal":"user:a","permission":"write","expires_at":4000000000000}]}\
          """,
          """
          {"op":"update_node","node_id":"%s","payload":{"counter":2,"mark":null},
           "precondition":{"field":"counter","equals":1}}\
          """,
          """
          {"op":"update_node","node_id":"%s","payload":{"parent":"%s"},"expected_version":3}\
          """,
          """
          {"op":"delete_node","node_id":"%s-new","hard":true}\
          """,
          """
          {"op":"create_edge","edge_type":9,"from_id":"%s","to_id":"%s","props":{"weight":5}}\
          """,
          """
          {"op":"delete_edge","edge_type":9,"from_id":"%s","to_id":"%s"}\
          """,
          """
          {"op":"delete_where","type_id":7,"limit":1,"where":[{"field":"counter","op":"gt",
           "value":1000000},{"field":"mark","op":"like","value":"no%%"}]}\
          """,
          """
          {"op":"create_node","type_id":7,"storage_mode":"user_mailbox","target_user_id":"bob",
           "on_conflict":"skip","payload":{"mark":"m","key":"k%s"}}\
          """,
          """
          {"op":"set_visibility","node_id":"%s","principals":["tenant:*","role:admin"]}\
          """);

  private final SplittableRandom random;
  private final String tenant;
  private final List<String> nodes;
  private final String position;

  /**
   * @param nodes ids of notes that the tenant has
   * @param position a position of the tenant that is reached
   */
  Templates(SplittableRandom random, String tenant, List<String> nodes, String position) {
    this.random = random;
    this.tenant = tenant;
    this.nodes = List.copyOf(nodes);
    this.position = position;
  }

  Draft next() {
    return switch (random.nextInt(22)) {
      case 0, 1, 2, 3, 4, 5 -> atomic();
      case 6 -> get("/v1/receipts/key-" + random.nextInt(100));
      case 7 -> get("/v1/nodes/" + node()).query("include_deleted", "true");
      case 8 -> post("/v1/nodes/get", "{\"ids\":[\"%s\",\"%s\",\"none\"]}");
      case 9 ->
          get("/v1/nodes")
              .query("type_id", "7")
              .query("filter.counter.gte", "0")
              .query("order_by", "counter")
              .query("page_size", "10")
              .query("count", "true");
      case 10 ->
          get("/v1/nodes")
              .query("type_id", "7")
              .query("filter.mark.like", "m%")
              .query("filter.state.in", "open,done")
              .query("limit", "5")
              .query("offset", "1");
      case 11 ->
          get("/v1/nodes/by-key").query("type_id", "7").query("field", "key").query("value", "k1");
      case 12 -> get("/v1/nodes/" + node() + "/edges/out").query("edge_type", "9");
      case 13 -> get("/v1/nodes/" + node() + "/edges/in").query("page_token", "x");
      case 14 ->
          get("/v1/nodes/" + node() + "/connected").query("edge_type", "9").query("depth", "2");
      case 15 -> get("/v1/search").query("type_id", "7").query("q", "mark*");
      case 16 -> get("/v1/schema");
      case 17 -> put("/v1/schema", TestSchema.json().toString()).query("dry_run", "false");
      case 18 -> post("/v1/tenants", "{\"tenant_id\":\"garbage-%s\",\"name\":\"G\"}");
      case 19 -> get(random.nextBoolean() ? "/v1/tenants" : "/v1/tenants/" + tenant);
      case 20 -> get("/v1/changes").query("wait_timeout_ms", "100").query("include", "nodes");
      default -> get(random.nextBoolean() ? "/health" : "/admin/parked");
    };
  }

  private Draft atomic() {
    var operations = new StringBuilder();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      operations.append(operations.isEmpty() ? "" : ",");
      operations.append(filled(OPERATIONS.get(random.nextInt(OPERATIONS.size()))));
    }
    return post(
        "/v1/atomic",
        """
        {"tenant_id":"%s","actor":"%s","idempotency_key":"key-%d","wait_applied":%s,
         "wait_timeout_ms":2000,"operations":[%s]}\
        """
            .formatted(
                tenant, Client.ACTOR, random.nextInt(1_000_000), random.nextBoolean(), operations));
  }

  private Draft get(String path) {
    Draft draft = named(new Draft("GET", path, new byte[0]));
    if (random.nextInt(4) == 0) {
      draft.query("after", position).query("wait_timeout_ms", "50");
    }
    return draft;
  }

  private Draft post(String path, String body) {
    return named(new Draft("POST", path, filled(body).getBytes(UTF_8)));
  }

  private Draft put(String path, String body) {
    return named(new Draft("PUT", path, body.getBytes(UTF_8)));
  }

  private Draft named(Draft draft) {
    return draft.header("X-Tenant-ID", tenant).header("X-Actor", Client.ACTOR);
  }

  private String filled(String template) {
    String filled = template;
    while (filled.contains("%s")) {
      filled = filled.replaceFirst("%s", node());
    }
    return filled;
  }

  private String node() {
    return nodes.get(random.nextInt(nodes.size()));
  }
}
