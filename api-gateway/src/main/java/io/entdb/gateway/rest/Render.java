package io.entdb.gateway.rest;

import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.EdgeView;
import io.entdb.store.NodeView;
import java.util.List;
import java.util.TreeMap;

/**
 * Nodes and edges as clients see them.
 *
 * @param keysAreIds whether payload keys are ids also where fields have names
 */
record Render(TenantId tenant, Schema schema, boolean keysAreIds) {
  JsonValue node(NodeView node) {
    List<FieldDef> fields =
        keysAreIds
            ? List.of()
            : schema.nodeType(node.typeId()).map(NodeType::fields).orElse(List.of());
    var members = new TreeMap<String, JsonValue>();
    members.put("id", new JsonValue.Text(node.id().value()));
    members.put("type_id", JsonValue.Num.of(node.typeId()));
    members.put("tenant_id", new JsonValue.Text(tenant.value()));
    members.put("payload", Payloads.write(node.payload(), fields));
    members.put("owner_actor", new JsonValue.Text(node.owner().value()));
    members.put("acl", Grants.write(node.acl()));
    members.put("restricted", new JsonValue.Bool(node.restricted()));
    members.put("storage_mode", new JsonValue.Text(word(node.storage())));
    if (node.storage() instanceof Storage.Mailbox(Principal user)) {
      members.put("target_user_id", new JsonValue.Text(user.value()));
    }
    members.put("version", JsonValue.Num.of(node.version()));
    members.put("created_at", JsonValue.Num.of(node.createdAt()));
    members.put("updated_at", JsonValue.Num.of(node.updatedAt()));
    members.put("deleted", new JsonValue.Bool(node.deleted()));
    return JsonValue.Obj.of(members);
  }

  private static String word(Storage storage) {
    return switch (storage) {
      case Storage.Tenant _ -> "tenant";
      case Storage.Mailbox _ -> "user_mailbox";
      case Storage.Public _ -> "public";
    };
  }

  JsonValue nodes(List<NodeView> nodes) {
    return new JsonValue.Arr(nodes.stream().map(this::node).toList());
  }

  JsonValue edge(EdgeView edge) {
    List<FieldDef> props =
        keysAreIds
            ? List.of()
            : schema.edgeType(edge.edgeType()).map(EdgeType::props).orElse(List.of());
    var members = new TreeMap<String, JsonValue>();
    members.put("id", new JsonValue.Text(edge.id()));
    members.put("edge_type_id", JsonValue.Num.of(edge.edgeType()));
    members.put("from_id", new JsonValue.Text(edge.from().value()));
    members.put("to_id", new JsonValue.Text(edge.to().value()));
    members.put("props", Payloads.write(edge.props(), props));
    members.put("created_at", JsonValue.Num.of(edge.createdAt()));
    return JsonValue.Obj.of(members);
  }

  JsonValue edges(List<EdgeView> edges) {
    return new JsonValue.Arr(edges.stream().map(this::edge).toList());
  }
}
