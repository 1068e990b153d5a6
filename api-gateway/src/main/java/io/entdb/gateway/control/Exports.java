package io.entdb.gateway.control;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Elsewhere;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.ValueJson;
import io.entdb.store.NodeView;
import io.entdb.store.TenantReader;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What all tenants hold of a user, for the user itself. */
public final class Exports {
  /** Most nodes in an export: it is built in memory. */
  private static final int NODES_MAX = 100_000;

  private final Reads reads;
  private final Directory directory;
  private final InstantSource clock;

  public Exports(Reads reads, Directory directory, InstantSource clock) {
    this.reads = reads;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Everything that is a user's, but for what audits keep, as JSON: {@code {user_id, generated_at
   * (s), tenants: [{tenant_id, nodes: [...]}]}}. For the user itself and privileged callers. Where
   * other nodes serve tenants that may hold something, {@code elsewhere} names them.
   */
  public JsonValue export(Caller caller, Principal user) {
    caller.requireIn(TenantId.SYSTEM);
    Users.requireSelf(caller, user, "ExportUserData");
    if (directory.findUser(user).isEmpty()) {
      throw ApiException.notFound("User not found").with("user_id", user.value());
    }
    directory.catchUp();
    var tenants = new ArrayList<JsonValue>();
    int[] left = {NODES_MAX};
    List<TenantId> holders = directory.tenantsWith(user);
    Elsewhere elsewhere = directory.elsewhere(holders);
    for (TenantId tenant : holders) {
      if (elsewhere.nodes().containsKey(tenant)) {
        continue;
      }
      var request =
          new ReadRequest(
              tenant,
              Caller.INTERNAL,
              Optional.empty(),
              Duration.ofSeconds(30),
              false,
              Viewer.Scope.EVERYWHERE);
      List<JsonValue> nodes =
          reads.read(request, reader -> nodes(reader, tenant, user, left)).value();
      if (!nodes.isEmpty()) {
        tenants.add(
            JsonValue.Obj.of(
                Map.of(
                    "tenant_id",
                    new JsonValue.Text(tenant.value()),
                    "nodes",
                    new JsonValue.Arr(nodes))));
      }
    }
    var export = new TreeMap<String, JsonValue>();
    export.put("user_id", new JsonValue.Text(user.id()));
    export.put("generated_at", JsonValue.Num.of(clock.millis() / 1_000));
    export.put("tenants", new JsonValue.Arr(tenants));
    if (!elsewhere.isEmpty()) {
      export.put("elsewhere", elsewhere.toJson());
    }
    return JsonValue.Obj.of(export);
  }

  private static List<JsonValue> nodes(
      TenantReader reader, TenantId tenant, Principal user, int[] left) {
    var nodes = new ArrayList<JsonValue>();
    Schema schema = reader.schema();
    reader.eachOf(
        user,
        node -> {
          Optional<NodeType> type = schema.nodeType(node.typeId());
          DataPolicy policy = type.map(NodeType::dataPolicy).orElse(DataPolicy.PERSONAL);
          if (policy != DataPolicy.AUDIT && !node.deleted()) {
            if (left[0]-- == 0) {
              throw ApiException.validation(
                  "an export holds at most " + NODES_MAX + " nodes; read the tenants one by one");
            }
            List<FieldDef> fields = type.map(NodeType::fields).orElse(List.of());
            nodes.add(json(tenant, node, fields, policy));
          }
          return true;
        });
    return nodes;
  }

  private static JsonValue json(
      TenantId tenant, NodeView node, List<FieldDef> fields, DataPolicy policy) {
    var payload = new TreeMap<String, JsonValue>();
    node.payload()
        .fields()
        .forEach((id, value) -> payload.put(key(id, fields), ValueJson.write(value)));
    return JsonValue.Obj.of(
        Map.of(
            "tenant_id",
            new JsonValue.Text(tenant.value()),
            "node_id",
            new JsonValue.Text(node.id().value()),
            "type_id",
            JsonValue.Num.of(node.typeId()),
            "payload",
            JsonValue.Obj.of(payload),
            "created_at",
            JsonValue.Num.of(node.createdAt()),
            "updated_at",
            JsonValue.Num.of(node.updatedAt()),
            "owner_actor",
            new JsonValue.Text(node.owner().value()),
            "data_policy",
            new JsonValue.Text(policy.word())));
  }

  /** A field's name where it has one: an export is for people. */
  private static String key(int id, List<FieldDef> fields) {
    return fields.stream()
        .filter(field -> field.fieldId() == id && !field.name().isEmpty())
        .findFirst()
        .map(FieldDef::name)
        .orElse(Integer.toString(id));
  }
}
