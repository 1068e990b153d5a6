package io.entdb.gateway.schema;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChange;
import io.entdb.model.schema.SchemaChecks;
import io.entdb.model.schema.SchemaCompatibility;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts types that a writer brings into a tenant's schema. What they cannot say (names, defaults,
 * reserved ids, capabilities and the like) stays as the tenant has it.
 */
public final class SchemaAttachment {
  private SchemaAttachment() {}

  /**
   * The tenant's schema with the types of the other. A type that both have is replaced when that
   * breaks nothing, and stays when the writer only knows an older form of it.
   *
   * @throws ApiException SCHEMA_INCOMPATIBLE when neither form can follow the other
   */
  public static Schema attach(Schema present, Schema attached) {
    var conflicts = new ArrayList<SchemaChange>();
    var nodes = new TreeMap<>(present.nodeTypes());
    attached
        .nodeTypes()
        .forEach((id, type) -> nodes.put(id, merged(nodes.get(id), type, conflicts)));
    var edges = new TreeMap<>(present.edgeTypes());
    attached
        .edgeTypes()
        .forEach((id, type) -> edges.put(id, merged(edges.get(id), type, conflicts)));
    if (!conflicts.isEmpty()) {
      throw conflict(conflicts);
    }
    var next = new Schema(nodes, edges, present.reservedTypeIds(), present.reservedEdgeIds());
    List<String> problems = SchemaChecks.check(next);
    if (!problems.isEmpty()) {
      throw ApiException.validation("the schema is invalid: " + String.join("; ", problems));
    }
    return next;
  }

  private static NodeType merged(
      @Nullable NodeType present, NodeType attached, List<SchemaChange> conflicts) {
    if (present == null) {
      return attached;
    }
    NodeType next =
        new NodeType(
            attached.typeId(),
            present.name(),
            merged(present.fields(), attached.fields()),
            attached.deprecated(),
            either(attached.description(), present.description()),
            present.defaultAcl(),
            attached.dataPolicy(),
            attached.subjectField(),
            either(attached.legalBasis(), present.legalBasis()),
            present.retentionDays(),
            attached.compositeUnique(),
            present.reservedFieldIds(),
            present.capabilities());
    return choose(
        present,
        next,
        Schema.of(List.of(present), List.of()),
        Schema.of(List.of(next), List.of()),
        conflicts);
  }

  private static EdgeType merged(
      @Nullable EdgeType present, EdgeType attached, List<SchemaChange> conflicts) {
    if (present == null) {
      return attached;
    }
    EdgeType next =
        new EdgeType(
            attached.edgeId(),
            present.name(),
            // Annotations of edges carry no ends: 0 says nothing about those of the tenant.
            attached.fromTypeId() == 0 ? present.fromTypeId() : attached.fromTypeId(),
            attached.toTypeId() == 0 ? present.toTypeId() : attached.toTypeId(),
            merged(present.props(), attached.props()),
            attached.onSubjectExit(),
            attached.uniquePerFrom(),
            present.propagateShare(),
            attached.deprecated(),
            either(attached.description(), present.description()),
            attached.dataPolicy(),
            present.reservedFieldIds());
    return choose(
        present,
        next,
        Schema.of(List.of(), List.of(present)),
        Schema.of(List.of(), List.of(next)),
        conflicts);
  }

  private static <T> T choose(
      T present, T next, Schema before, Schema after, List<SchemaChange> conflicts) {
    List<SchemaChange> breaking = breaking(before, after);
    if (breaking.isEmpty()) {
      return next;
    }
    if (!breaking(after, before).isEmpty()) {
      conflicts.addAll(breaking);
    }
    return present;
  }

  private static List<SchemaChange> breaking(Schema before, Schema after) {
    return SchemaCompatibility.changes(before, after).stream()
        .filter(SchemaChange::breaking)
        .toList();
  }

  private static List<FieldDef> merged(List<FieldDef> present, List<FieldDef> attached) {
    return attached.stream()
        .map(
            field ->
                present.stream()
                    .filter(own -> own.fieldId() == field.fieldId())
                    .findFirst()
                    .map(own -> merged(own, field))
                    .orElse(field))
        .toList();
  }

  private static FieldDef merged(FieldDef present, FieldDef attached) {
    return new FieldDef(
        attached.fieldId(),
        present.name(),
        attached.kind(),
        attached.required(),
        present.defaultJson(),
        attached.enumValues(),
        attached.refTypeId(),
        attached.indexed(),
        attached.searchable(),
        attached.unique(),
        attached.pii(),
        attached.deprecated(),
        either(attached.description(), present.description()));
  }

  private static String either(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private static ApiException conflict(List<SchemaChange> conflicts) {
    List<String> names = conflicts.stream().map(SchemaChange::name).toList();
    return new ApiException(
            ErrorCode.SCHEMA_INCOMPATIBLE,
            "schema: conflicting type definition: " + String.join(", ", names))
        .with("changes", Schemas.toJson(conflicts));
  }
}
