package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.Binding;
import io.entdb.gateway.commit.Form;
import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Quoted;
import io.entdb.model.Storage;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.Precondition;
import io.entdb.model.schema.FieldDef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Operations on nodes. */
final class NodeSteps {
  private NodeSteps() {}

  static Step create(ObjectReader in) {
    int typeId = in.requiredId("type_id");
    Optional<NodeId> id = in.text("id").map(NodeId::new);
    String alias = in.text("alias").map(Binding::alias).orElse("");
    JsonValue.Obj payload = payload(in, "payload");
    Optional<List<Grant>> acl = Grants.read(in);
    OnConflict onConflict = onConflict(in);
    Storage storage = storage(in);
    List<Principal> recipients =
        in.texts("recipients").stream()
            .map(it -> Grants.principal(in.path("recipients"), it))
            .toList();
    return Steps.createNode(
        new Steps.NewNode(
            typeId, id, alias, new PayloadForm(payload), acl, onConflict, storage, recipients));
  }

  private static OnConflict onConflict(ObjectReader in) {
    String word = in.text("on_conflict").orElse("error").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "error" -> OnConflict.REFUSE;
      case "skip" -> OnConflict.SKIP;
      default ->
          throw ApiException.validation(
              in.path("on_conflict") + ": " + Quoted.of(word) + " is neither error nor skip");
    };
  }

  private static Storage storage(ObjectReader in) {
    String mode = in.text("storage_mode").orElse("tenant").toLowerCase(Locale.ROOT);
    Optional<Principal> user =
        in.text("target_user_id").map(it -> Grants.user(in.path("target_user_id"), it));
    boolean mailbox = mode.equals("user_mailbox");
    if (mailbox != user.isPresent()) {
      throw ApiException.validation(
          in.path("target_user_id")
              + (mailbox
                  ? ": is required with storage_mode user_mailbox"
                  : ": goes only with storage_mode user_mailbox"));
    }
    return switch (mode) {
      case "tenant" -> Storage.ofTenant();
      case "user_mailbox" -> new Storage.Mailbox(user.orElseThrow());
      case "public" -> Storage.ofPublic();
      default ->
          throw ApiException.validation(
              in.path("storage_mode")
                  + ": "
                  + Quoted.of(mode)
                  + " is none of tenant, user_mailbox, public");
    };
  }

  static Step update(ObjectReader in) {
    NodeRef node = nodeRef(in, "node_id");
    JsonValue.Obj payload = payload(in, "payload");
    OptionalLong version = in.number("expected_version", 1, Long.MAX_VALUE);
    Optional<Condition> condition = condition(in);
    return Steps.updateNode(
        new Steps.Patch(node, new PayloadForm(payload), version, condition.map(it -> it), 0));
  }

  /** A precondition whose field is not looked up yet. */
  private record Condition(String field, JsonValue equals) implements Form<Precondition> {
    @Override
    public Precondition read(String owner, List<FieldDef> fields) {
      FieldDef def = Names.field(owner, fields, field);
      return new Precondition(def.fieldId(), Payloads.value(def, equals));
    }

    @Override
    public Precondition readUntyped() {
      return new Precondition(PayloadForm.fieldId(field), PayloadForm.untyped(equals));
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
