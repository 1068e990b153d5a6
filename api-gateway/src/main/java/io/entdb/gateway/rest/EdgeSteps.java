package io.entdb.gateway.rest;

import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.model.NodeId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.record.NodeRef;
import io.entdb.store.EdgeIds;
import io.entdb.store.rules.EdgeKey;
import java.util.Optional;

/** Operations on edges. */
final class EdgeSteps {
  private EdgeSteps() {}

  static Step create(ObjectReader in) {
    int edgeType = in.requiredId("edge_type");
    NodeRef from = NodeSteps.nodeRef(in, "from_id");
    NodeRef to = NodeSteps.nodeRef(in, "to_id");
    JsonValue.Obj props = NodeSteps.payload(in, "props");
    return Steps.createEdge(edgeType, from, to, new PayloadForm(props));
  }

  static Step delete(ObjectReader in) {
    Optional<String> id = in.text("edge_id");
    if (id.isPresent()) {
      EdgeKey key = EdgeIds.parse(id.get());
      return Steps.deleteEdge(
          key.edgeType(),
          new NodeRef.ById(new NodeId(key.from())),
          new NodeRef.ById(new NodeId(key.to())));
    }
    int edgeType = in.requiredId("edge_type");
    NodeRef from = NodeSteps.nodeRef(in, "from_id");
    NodeRef to = NodeSteps.nodeRef(in, "to_id");
    return Steps.deleteEdge(edgeType, from, to);
  }
}
