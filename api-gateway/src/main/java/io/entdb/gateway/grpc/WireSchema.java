package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.grpc.v1.SchemaCompositeUniqueDef;
import io.entdb.grpc.v1.SchemaDescriptor;
import io.entdb.grpc.v1.SchemaEdgeTypeDef;
import io.entdb.grpc.v1.SchemaFieldDef;
import io.entdb.grpc.v1.SchemaNodeTypeDef;
import io.entdb.model.Quoted;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SubjectExit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The schema that comes with a write. It has no names. */
final class WireSchema {
  private WireSchema() {}

  /**
   * Reads a descriptor. Whether its types make sense shows when they are put into a tenant's
   * schema.
   *
   * @throws ApiException for words that mean nothing and ids that stand twice
   */
  static Schema read(SchemaDescriptor descriptor) {
    List<NodeType> nodes = descriptor.getNodeTypesList().stream().map(WireSchema::node).toList();
    List<EdgeType> edges = descriptor.getEdgeTypesList().stream().map(WireSchema::edge).toList();
    requireDistinct("type_id", nodes.stream().map(NodeType::typeId).toList());
    requireDistinct("edge_id", edges.stream().map(EdgeType::edgeId).toList());
    return Schema.of(nodes, edges);
  }

  private static void requireDistinct(String what, List<Integer> ids) {
    Set<Integer> seen = new HashSet<>();
    for (int id : ids) {
      if (!seen.add(id)) {
        throw ApiException.validation("schema: " + what + " " + id + " stands twice");
      }
    }
  }

  private static NodeType node(SchemaNodeTypeDef type) {
    return new NodeType(
        type.getTypeId(),
        "",
        type.getFieldsList().stream().map(WireSchema::field).toList(),
        type.getDeprecated(),
        type.getDescription(),
        Optional.empty(),
        policy(type.getDataPolicy()),
        type.getSubjectField(),
        type.getLegalBasis(),
        0,
        type.getCompositeUniqueList().stream()
            .map(SchemaCompositeUniqueDef::getFieldIdsList)
            .toList(),
        List.of(),
        CapabilityRules.NONE);
  }

  private static EdgeType edge(SchemaEdgeTypeDef type) {
    return new EdgeType(
        type.getEdgeId(),
        "",
        type.getFromTypeId(),
        type.getToTypeId(),
        type.getPropsList().stream().map(WireSchema::field).toList(),
        exit(type.getOnSubjectExit()),
        type.getUniquePerFrom(),
        false,
        type.getDeprecated(),
        type.getDescription(),
        policy(type.getDataPolicy()),
        List.of());
  }

  private static FieldDef field(SchemaFieldDef field) {
    FieldKind kind =
        FieldKind.ofWord(field.getKind())
            .orElseThrow(
                () ->
                    ApiException.validation(
                        "schema: " + Quoted.of(field.getKind()) + " is no kind of field"));
    return new FieldDef(
        field.getFieldId(),
        "",
        kind,
        field.getRequired(),
        "",
        field.getEnumValuesList(),
        field.getRefTypeId(),
        field.getIndexed(),
        field.getSearchable(),
        field.getUnique(),
        field.getPii(),
        field.getDeprecated(),
        field.getDescription());
  }

  private static DataPolicy policy(String word) {
    return word.isEmpty()
        ? DataPolicy.PERSONAL
        : DataPolicy.ofWord(word)
            .orElseThrow(
                () -> ApiException.validation("schema: " + Quoted.of(word) + " is no data policy"));
  }

  private static SubjectExit exit(String word) {
    return word.isEmpty()
        ? SubjectExit.BOTH
        : SubjectExit.ofWord(word)
            .orElseThrow(
                () ->
                    ApiException.validation(
                        "schema: " + Quoted.of(word) + " is none of from, to, both"));
  }
}
