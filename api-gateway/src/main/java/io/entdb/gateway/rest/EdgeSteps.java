package io.entdb.gateway.rest;

import io.entdb.gateway.rest.PlanReader.Step;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.PayloadCheck;
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
    return (binding, index) -> {
      EdgeType type = binding.edgeType(edgeType);
      Payload fields = Payloads.read(props, key -> Names.prop(type, key));
      Payloads.refuse(PayloadCheck.forProps(type, PayloadCheck.withDefaults(type, fields)));
      return new Operation.CreateEdge(edgeType, binding.known(from), binding.known(to), fields);
    };
  }

  static Step delete(ObjectReader in) {
    Optional<String> id = in.text("edge_id");
    if (id.isPresent()) {
      EdgeKey key = EdgeIds.parse(id.get());
      var operation =
          new Operation.DeleteEdge(
              key.edgeType(),
              new NodeRef.ById(new NodeId(key.from())),
              new NodeRef.ById(new NodeId(key.to())));
      return (binding, index) -> operation;
    }
    int edgeType = in.requiredId("edge_type");
    NodeRef from = NodeSteps.nodeRef(in, "from_id");
    NodeRef to = NodeSteps.nodeRef(in, "to_id");
    return (binding, index) ->
        new Operation.DeleteEdge(edgeType, binding.known(from), binding.known(to));
  }
}
