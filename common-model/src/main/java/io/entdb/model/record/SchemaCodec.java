package io.entdb.model.record;

import io.entdb.model.Grant;
import io.entdb.model.Principal;
import io.entdb.model.proto.CompositeUniqueMessage;
import io.entdb.model.proto.DefaultGrantMessage;
import io.entdb.model.proto.EdgeTypeMessage;
import io.entdb.model.proto.FieldDefMessage;
import io.entdb.model.proto.NodeTypeMessage;
import io.entdb.model.proto.SchemaMessage;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SubjectExit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Schemas as messages of the log, and as the bytes that a store keeps. */
public final class SchemaCodec {
  private SchemaCodec() {}

  public static byte[] encode(Schema schema) {
    return toMessage(schema).toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws UnknownFormatException for other bytes, or a kind or policy this binary does not know
   */
  public static Schema decode(byte[] bytes) throws UnknownFormatException {
    try {
      return fromMessage(SchemaMessage.parseFrom(bytes));
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new UnknownFormatException("no schema", e);
    }
  }

  static SchemaMessage toMessage(Schema schema) {
    var message =
        SchemaMessage.newBuilder()
            .addAllReservedTypeIds(schema.reservedTypeIds())
            .addAllReservedEdgeIds(schema.reservedEdgeIds());
    schema.nodeTypes().values().forEach(type -> message.addNodeTypes(toMessage(type)));
    schema.edgeTypes().values().forEach(type -> message.addEdgeTypes(toMessage(type)));
    return message.build();
  }

  static Schema fromMessage(SchemaMessage message) throws UnknownFormatException {
    var nodeTypes = new TreeMap<Integer, NodeType>();
    for (NodeTypeMessage type : message.getNodeTypesList()) {
      nodeTypes.put(type.getTypeId(), fromMessage(type));
    }
    var edgeTypes = new TreeMap<Integer, EdgeType>();
    for (EdgeTypeMessage type : message.getEdgeTypesList()) {
      edgeTypes.put(type.getEdgeId(), fromMessage(type));
    }
    return new Schema(
        nodeTypes, edgeTypes, message.getReservedTypeIdsList(), message.getReservedEdgeIdsList());
  }

  private static NodeTypeMessage toMessage(NodeType type) {
    var message =
        NodeTypeMessage.newBuilder()
            .setTypeId(type.typeId())
            .setName(type.name())
            .addAllFields(type.fields().stream().map(SchemaCodec::toMessage).toList())
            .setDeprecated(type.deprecated())
            .setDescription(type.description())
            .setHasDefaultAcl(type.defaultAcl().isPresent())
            .setDataPolicy(type.dataPolicy().word())
            .setSubjectField(type.subjectField())
            .setLegalBasis(type.legalBasis())
            .setRetentionDays(type.retentionDays())
            .addAllReservedFieldIds(type.reservedFieldIds());
    for (Grant grant : type.defaultAcl().orElse(List.of())) {
      message.addDefaultAcl(
          DefaultGrantMessage.newBuilder()
              .setPrincipal(grant.principal().value())
              .setPermission(grant.word()));
    }
    for (List<Integer> tuple : type.compositeUnique()) {
      message.addCompositeUnique(CompositeUniqueMessage.newBuilder().addAllFieldIds(tuple));
    }
    CapabilityCodec.write(type.capabilities(), message);
    return message.build();
  }

  private static NodeType fromMessage(NodeTypeMessage message) throws UnknownFormatException {
    Optional<List<Grant>> defaultAcl = Optional.empty();
    if (message.getHasDefaultAcl()) {
      var grants = new ArrayList<Grant>();
      for (DefaultGrantMessage grant : message.getDefaultAclList()) {
        grants.add(Grant.ofWord(new Principal(grant.getPrincipal()), grant.getPermission(), 0));
      }
      defaultAcl = Optional.of(grants);
    }
    return new NodeType(
        message.getTypeId(),
        message.getName(),
        fields(message.getFieldsList()),
        message.getDeprecated(),
        message.getDescription(),
        defaultAcl,
        policy(message.getDataPolicy()),
        message.getSubjectField(),
        message.getLegalBasis(),
        message.getRetentionDays(),
        message.getCompositeUniqueList().stream()
            .map(CompositeUniqueMessage::getFieldIdsList)
            .toList(),
        message.getReservedFieldIdsList(),
        CapabilityCodec.read(message));
  }

  private static EdgeTypeMessage toMessage(EdgeType type) {
    return EdgeTypeMessage.newBuilder()
        .setEdgeId(type.edgeId())
        .setName(type.name())
        .setFromTypeId(type.fromTypeId())
        .setToTypeId(type.toTypeId())
        .addAllProps(type.props().stream().map(SchemaCodec::toMessage).toList())
        .setOnSubjectExit(type.onSubjectExit().word())
        .setUniquePerFrom(type.uniquePerFrom())
        .setPropagateShare(type.propagateShare())
        .setDeprecated(type.deprecated())
        .setDescription(type.description())
        .setDataPolicy(type.dataPolicy().word())
        .addAllReservedFieldIds(type.reservedFieldIds())
        .build();
  }

  private static EdgeType fromMessage(EdgeTypeMessage message) throws UnknownFormatException {
    SubjectExit exit =
        SubjectExit.ofWord(message.getOnSubjectExit())
            .orElseThrow(
                () -> new UnknownFormatException("on_subject_exit " + message.getOnSubjectExit()));
    return new EdgeType(
        message.getEdgeId(),
        message.getName(),
        message.getFromTypeId(),
        message.getToTypeId(),
        fields(message.getPropsList()),
        exit,
        message.getUniquePerFrom(),
        message.getPropagateShare(),
        message.getDeprecated(),
        message.getDescription(),
        policy(message.getDataPolicy()),
        message.getReservedFieldIdsList());
  }

  private static FieldDefMessage toMessage(FieldDef field) {
    return FieldDefMessage.newBuilder()
        .setFieldId(field.fieldId())
        .setName(field.name())
        .setKind(field.kind().word())
        .setRequired(field.required())
        .setDefaultJson(field.defaultJson())
        .addAllEnumValues(field.enumValues())
        .setRefTypeId(field.refTypeId())
        .setIndexed(field.indexed())
        .setSearchable(field.searchable())
        .setUnique(field.unique())
        .setPii(field.pii())
        .setDeprecated(field.deprecated())
        .setDescription(field.description())
        .build();
  }

  private static List<FieldDef> fields(List<FieldDefMessage> messages)
      throws UnknownFormatException {
    var fields = new ArrayList<FieldDef>(messages.size());
    for (FieldDefMessage message : messages) {
      FieldKind kind =
          FieldKind.ofWord(message.getKind())
              .orElseThrow(() -> new UnknownFormatException("field kind " + message.getKind()));
      fields.add(
          new FieldDef(
              message.getFieldId(),
              message.getName(),
              kind,
              message.getRequired(),
              message.getDefaultJson(),
              message.getEnumValuesList(),
              message.getRefTypeId(),
              message.getIndexed(),
              message.getSearchable(),
              message.getUnique(),
              message.getPii(),
              message.getDeprecated(),
              message.getDescription()));
    }
    return fields;
  }

  private static DataPolicy policy(String word) throws UnknownFormatException {
    return DataPolicy.ofWord(word)
        .orElseThrow(() -> new UnknownFormatException("data policy " + word));
  }
}
