package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Binding;
import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Precondition;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations on nodes. */
final class NodeSteps {
  private static final List<String> CREATE_LATER =
      List.of("recipients", "target_user_id", "on_conflict");

  private NodeSteps() {}

  static Step create(ObjectReader in) {
    int typeId = in.requiredId("type_id");
    Optional<NodeId> id = in.text("id").map(NodeId::new);
    String alias = in.text("alias").map(Binding::alias).orElse("");
    JsonValue.Obj payload = payload(in, "payload");
    Optional<List<Grant>> acl = Grants.read(in);
    refuseLater(in);
    return Steps.createNode(
        new Steps.NewNode(
            typeId, id, alias, type -> Payloads.read(payload, key -> Names.field(type, key)), acl));
  }

  private static void refuseLater(ObjectReader in) {
    for (String key : CREATE_LATER) {
      if (in.take(key).isPresent()) {
        throw ApiException.validation(in.path(key) + ": is not in this version");
      }
    }
    String mode = in.text("storage_mode").orElse("tenant").toLowerCase(Locale.ROOT);
    if (!mode.equals("tenant")) {
      throw ApiException.validation(
          in.path("storage_mode") + ": only \"tenant\" is in this version");
    }
  }

  static Step update(ObjectReader in) {
    NodeRef node = nodeRef(in, "node_id");
    JsonValue.Obj payload = payload(in, "payload");
    OptionalLong version = in.number("expected_version", 1, Long.MAX_VALUE);
    Optional<Condition> condition = condition(in);
    return Steps.updateNode(
        new Steps.Patch(
            node,
            type -> Payloads.read(payload, key -> Names.field(type, key)),
            version,
            condition.map(it -> it::bind)));
  }

  /** A precondition whose field is not looked up yet. */
  private record Condition(String field, JsonValue equals) {
    Precondition bind(NodeType type) {
      FieldDef def = Names.field(type, field);
      return new Precondition(def.fieldId(), Payloads.value(def, equals));
    }
  }

  private static Optional<Condition> condition(ObjectReader in) {
    Optional<JsonValue> json = in.take("precondition");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    var inner = new ObjectReader(in.path("precondition"), json.get(), Problems.THROW);
    String field = inner.requiredText("field");
    if (!inner.has("equals")) {
      inner.problem("equals", "is required; null means absent or null");
    }
    JsonValue equals = inner.take("equals").orElse(new JsonValue.Null());
    inner.end();
    return Optional.of(new Condition(field, equals));
  }

  static Step delete(ObjectReader in) {
    NodeRef node = nodeRef(in, "node_id");
    boolean hard = in.flag("hard");
    return Steps.deleteNode(node, hard);
  }

  static Step setVisibility(ObjectReader in) {
    NodeRef node = nodeRef(in, "node_id");
    Optional<List<Grant>> acl = Grants.read(in);
    if (acl.isEmpty()) {
      in.problem("principals", "is required; an empty list means the owner alone");
    }
    return Steps.setVisibility(node, acl.orElse(List.of()));
  }

  static NodeRef nodeRef(ObjectReader in, String key) {
    return Binding.ref(in.path(key), in.requiredText(key));
  }

  /** The fields of a payload or of props; none when left out. */
  static JsonValue.Obj payload(ObjectReader in, String key) {
    return switch (in.take(key).orElse(JsonValue.Obj.of(Map.of()))) {
      case JsonValue.Obj object -> object;
      case JsonValue other -> {
        in.problem(key, "expected an object, not " + other.what());
        yield JsonValue.Obj.of(Map.of());
      }
    };
  }
}
