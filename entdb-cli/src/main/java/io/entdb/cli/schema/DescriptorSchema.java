package io.entdb.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.grpc.options.EdgeOpts;
import io.entdb.grpc.options.EntDbOptionsProto;
import io.entdb.grpc.options.NodeOpts;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SubjectExit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The schema that annotated messages are ({@code entdb_options.proto}). A field's id is its number;
 * a message without {@code (entdb.node)} or {@code (entdb.edge)} is no part of it. Ends of edges
 * are not annotated and come out as 0, any type.
 */
public final class DescriptorSchema {
  private final ProtoTypes types;
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Integer> typeIds = new LinkedHashMap<>();

  private DescriptorSchema(ProtoTypes types) {
    this.types = types;
  }

  /**
   * A schema, and what the author of the annotations should look at.
   *
   * @param warnings where clients in different languages derive different schemas
   */
  public record Derived(Schema schema, List<String> warnings) {
    public Derived {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Derives the schema from a descriptor set, as {@code protoc --include_imports
   * --descriptor_set_out} writes it.
   *
   * @throws InvalidOptionsException for bytes that are none, or options that make no sense
   */
  public static Derived read(byte[] descriptorSet) throws InvalidOptionsException {
    var registry = ExtensionRegistry.newInstance();
    EntDbOptionsProto.registerAllExtensions(registry);
    try {
      var types = new ProtoTypes(FileDescriptorSet.parseFrom(descriptorSet, registry));
      return new DescriptorSchema(types).derive();
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidOptionsException(
          "no descriptor set; make one with protoc --include_imports --descriptor_set_out: "
              + e.getMessage());
    }
  }

  private Derived derive() throws InvalidOptionsException {
    for (DescriptorProto message : types.messages().values()) {
      if (isNode(message)) {
        typeIds.put(message.getName(), node(message).getTypeId());
      }
    }
    var nodes = new LinkedHashMap<Integer, NodeType>();
    var edges = new LinkedHashMap<Integer, EdgeType>();
    for (DescriptorProto message : types.messages().values()) {
      String name = message.getName();
      if (isNode(message) && isEdge(message)) {
        throw new InvalidOptionsException(name + " is annotated as node and as edge");
      } else if (isNode(message)) {
        NodeType type = nodeType(message);
        requireNew(name, "type_id", type.typeId(), nodes.put(type.typeId(), type) == null);
      } else if (isEdge(message)) {
        EdgeType type = edgeType(message);
        requireNew(name, "edge_id", type.edgeId(), edges.put(type.edgeId(), type) == null);
      }
    }
    return new Derived(Schema.of(nodes.values(), edges.values()), warnings);
  }

  private static boolean isNode(DescriptorProto message) {
    return message.getOptions().hasExtension(EntDbOptionsProto.node);
  }

  private static boolean isEdge(DescriptorProto message) {
    return message.getOptions().hasExtension(EntDbOptionsProto.edge);
  }

  private static NodeOpts node(DescriptorProto message) {
    return message.getOptions().getExtension(EntDbOptionsProto.node);
  }

  private static void requireNew(String message, String what, int id, boolean isNew)
      throws InvalidOptionsException {
    if (id < 1) {
      throw new InvalidOptionsException(message + ": " + what + " " + id + " is not 1 or more");
    }
    if (!isNew) {
      throw new InvalidOptionsException(message + ": " + what + " " + id + " stands twice");
    }
  }

  private NodeType nodeType(DescriptorProto message) throws InvalidOptionsException {
    NodeOpts options = node(message);
    var composites = new ArrayList<List<Integer>>();
    for (var constraint : options.getCompositeUniqueList()) {
      if (constraint.getFieldsCount() < 2) {
        throw new InvalidOptionsException(
            message.getName() + ": composite_unique takes two fields or more");
      }
      var tuple = new ArrayList<Integer>();
      for (String field : constraint.getFieldsList()) {
        tuple.add(fieldId(message, field));
      }
      composites.add(tuple);
    }
    String subject = options.getSubjectField();
    return new NodeType(
        options.getTypeId(),
        message.getName(),
        fields(message),
        options.getDeprecated(),
        options.getDescription(),
        Optional.empty(),
        policy(options.getDataPolicy()),
        subject.isEmpty() ? 0 : fieldId(message, subject),
        options.getLegalBasis(),
        options.getRetentionDays(),
        composites,
        reserved(message),
        new CapabilityRules(
            CapabilityOptions.mappings(message, options, typeIds),
            CapabilityOptions.implications(options)));
  }

  private EdgeType edgeType(DescriptorProto message) throws InvalidOptionsException {
    EdgeOpts options = message.getOptions().getExtension(EntDbOptionsProto.edge);
    return new EdgeType(
        options.getEdgeId(),
        options.getName().isEmpty() ? message.getName() : options.getName(),
        0,
        0,
        fields(message),
        switch (options.getOnSubjectExit()) {
          case SUBJECT_EXIT_FROM -> SubjectExit.FROM;
          case SUBJECT_EXIT_TO -> SubjectExit.TO;
          case SUBJECT_EXIT_BOTH, UNRECOGNIZED -> SubjectExit.BOTH;
        },
        options.getUniquePerFrom(),
        options.getPropagateShare(),
        options.getDeprecated(),
        options.getDescription(),
        policy(options.getDataPolicy()),
        reserved(message));
  }

  private List<FieldDef> fields(DescriptorProto message) throws InvalidOptionsException {
    var fields = new ArrayList<FieldDef>();
    for (FieldDescriptorProto field : message.getFieldList()) {
      fields.add(new FieldOptions(message.getName(), field, types, warnings).field());
    }
    return fields;
  }

  /** Numbers that the message reserves one by one or in short ranges are the ids it gave up. */
  private static List<Integer> reserved(DescriptorProto message) {
    var ids = new ArrayList<Integer>();
    message
        .getReservedRangeList()
        .forEach(
            range -> {
              for (int id = range.getStart(); id < range.getEnd() && ids.size() < 1_000; id++) {
                ids.add(id);
              }
            });
    return ids;
  }

  /** The number of a message's field of a name. */
  static int fieldId(DescriptorProto message, String name) throws InvalidOptionsException {
    for (FieldDescriptorProto field : message.getFieldList()) {
      if (field.getName().equals(name)) {
        return field.getNumber();
      }
    }
    throw new InvalidOptionsException(message.getName() + " has no field \"" + name + "\"");
  }

  private static DataPolicy policy(io.entdb.grpc.options.DataPolicy policy) {
    String word = policy.name().replace("DATA_POLICY_", "").toLowerCase(Locale.ROOT);
    return DataPolicy.ofWord(word).orElse(DataPolicy.PERSONAL);
  }
}
