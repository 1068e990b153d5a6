package io.entdb.gateway.rest;

import io.entdb.gateway.read.Changes.Batch;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.FeedChange;
import io.entdb.model.record.FeedChange.Kind;
import io.entdb.store.EdgeIds;
import io.entdb.store.FeedEvent;
import io.entdb.store.NodeView;
import io.entdb.store.rules.EdgeKey;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events of the change feed as clients see them. */
record ChangeJson(String topic, Render render, Batch batch) {
  /** {@code {position, time, actor, changes}}. */
  JsonValue event(FeedEvent event) {
    var members = new TreeMap<String, JsonValue>();
    members.put("position", position(new WalPosition(batch.position().partition(), event.n())));
    members.put("time", JsonValue.Num.of(event.time()));
    members.put("actor", new JsonValue.Text(event.actor().value()));
    members.put("changes", new JsonValue.Arr(event.changes().stream().map(this::change).toList()));
    return JsonValue.Obj.of(members);
  }

  JsonValue position(WalPosition position) {
    return new JsonValue.Text(position.toText(topic));
  }

  private JsonValue change(FeedChange change) {
    var members = new TreeMap<String, JsonValue>();
    switch (change) {
      case FeedChange.OfNode node -> {
        members.put("change", word("node", node.kind()));
        members.put("node_id", new JsonValue.Text(node.id()));
        members.put("type_id", JsonValue.Num.of(node.typeId()));
        members.put("version", JsonValue.Num.of(node.version()));
        @Nullable NodeView now = batch.nodes().get(node.id());
        if (now != null && node.kind() != Kind.DELETED) {
          members.put("node", render.node(now));
        }
      }
      case FeedChange.OfEdge(var kind, var typeId, var from, var to) -> {
        members.put("change", word("edge", kind));
        members.put("edge_id", new JsonValue.Text(EdgeIds.of(new EdgeKey(typeId, from, to))));
        members.put("edge_type_id", JsonValue.Num.of(typeId));
        members.put("from_id", new JsonValue.Text(from));
        members.put("to_id", new JsonValue.Text(to));
      }
      case FeedChange.OfSchema(String fingerprint) -> {
        members.put("change", new JsonValue.Text("schema_changed"));
        members.put("fingerprint", new JsonValue.Text(fingerprint));
      }
    }
    return JsonValue.Obj.of(members);
  }

  private static JsonValue word(String what, Kind kind) {
    return new JsonValue.Text(
        kind == Kind.ACCESS
            ? what + "_access_changed"
            : what + "_" + kind.name().toLowerCase(Locale.ROOT));
  }
}
