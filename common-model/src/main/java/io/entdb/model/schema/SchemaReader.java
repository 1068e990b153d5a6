package io.entdb.model.schema;

import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import io.entdb.model.Quoted;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what {@link SchemaJson} writes, and tells all that is wrong with it at once. */
public final class SchemaReader {
  private final List<String> problems = new ArrayList<>();
  private final Problems sink =
      (path, text) -> problems.add(path.isEmpty() ? text : path + ": " + text);

  private SchemaReader() {}

  /**
   * A schema and what is wrong with it: form first, and when that is right, {@link SchemaChecks}.
   *
   * @param schema not to be used unless {@code problems} is empty
   */
  public record Result(Schema schema, List<String> problems) {}

  /** Reads a schema document. */
  public static Result read(JsonValue json) {
    var reader = new SchemaReader();
    Schema schema = reader.schema(json);
    List<String> problems =
        reader.problems.isEmpty() ? SchemaChecks.check(schema) : List.copyOf(reader.problems);
    return new Result(schema, problems);
  }

  private Schema schema(JsonValue json) {
    var in = new ObjectReader("", json, sink);
    var nodes = new TreeMap<Integer, NodeType>();
    in.each(
        "node_types",
        (path, item) -> {
          NodeType type = nodeType(path, item);
          if (nodes.put(type.typeId(), type) != null) {
            sink.add(path, "type_id " + type.typeId() + " stands twice");
          }
        });
    var edges = new TreeMap<Integer, EdgeType>();
    in.each(
        "edge_types",
        (path, item) -> {
          EdgeType type = edgeType(path, item);
          if (edges.put(type.edgeId(), type) != null) {
            sink.add(path, "edge_id " + type.edgeId() + " stands twice");
          }
        });
    var schema = new Schema(nodes, edges, in.ids("reserved_type_ids"), in.ids("reserved_edge_ids"));
    in.end();
    return schema;
  }

  private NodeType nodeType(String path, JsonValue json) {
    var in = new ObjectReader(path, json, sink);
    var type =
        new NodeType(
            in.requiredId("type_id"),
            in.text("name").orElse(""),
            fields(in, "fields"),
            in.flag("deprecated"),
            in.text("description").orElse(""),
            defaultAcl(in),
            policy(in),
            in.id("subject_field"),
            in.text("legal_basis").orElse(""),
            in.id("retention_days"),
            compositeUnique(in),
            in.ids("reserved_field_ids"),
            CapabilityJson.read(in, sink));
    in.end();
    return type;
  }

  private EdgeType edgeType(String path, JsonValue json) {
    var in = new ObjectReader(path, json, sink);
    var type =
        new EdgeType(
            in.requiredId("edge_id"),
            in.text("name").orElse(""),
            in.id("from_type_id"),
            in.id("to_type_id"),
            fields(in, "props"),
            subjectExit(in),
            in.flag("unique_per_from"),
            in.flag("propagate_share"),
            in.flag("deprecated"),
            in.text("description").orElse(""),
            policy(in),
            in.ids("reserved_field_ids"));
    in.end();
    return type;
  }

  private List<FieldDef> fields(ObjectReader in, String key) {
    var fields = new ArrayList<FieldDef>();
    in.each(key, (path, item) -> fields.add(field(path, item)));
    return fields;
  }

  private FieldDef field(String path, JsonValue json) {
    var in = new ObjectReader(path, json, sink);
    var field =
        new FieldDef(
            in.requiredId("field_id"),
            in.text("name").orElse(""),
            kind(in),
            in.flag("required"),
            in.take("default").map(JsonWriter::canonical).orElse(""),
            in.texts("enum_values"),
            in.id("ref_type_id"),
            in.flag("indexed"),
            in.flag("searchable"),
            in.flag("unique"),
            in.flag("pii"),
            in.flag("deprecated"),
            in.text("description").orElse(""));
    in.end();
    return field;
  }

  private FieldKind kind(ObjectReader in) {
    String word = in.requiredText("kind");
    Optional<FieldKind> kind = FieldKind.ofWord(word);
    if (kind.isEmpty() && !word.isEmpty()) {
      in.problem("kind", Quoted.of(word) + " is no kind of field");
    }
    return kind.orElse(FieldKind.STR);
  }

  private SubjectExit subjectExit(ObjectReader in) {
    Optional<String> word = in.text("on_subject_exit");
    Optional<SubjectExit> exit =
        word.map(SubjectExit::ofWord).orElse(Optional.of(SubjectExit.BOTH));
    if (exit.isEmpty()) {
      in.problem("on_subject_exit", Quoted.of(word.orElse("")) + " is none of from, to, both");
    }
    return exit.orElse(SubjectExit.BOTH);
  }

  private DataPolicy policy(ObjectReader in) {
    Optional<String> word = in.text("data_policy");
    Optional<DataPolicy> policy =
        word.map(DataPolicy::ofWord).orElse(Optional.of(DataPolicy.PERSONAL));
    if (policy.isEmpty()) {
      in.problem("data_policy", Quoted.of(word.orElse("")) + " is no data policy");
    }
    return policy.orElse(DataPolicy.PERSONAL);
  }

  private List<List<Integer>> compositeUnique(ObjectReader in) {
    var tuples = new ArrayList<List<Integer>>();
    in.each(
        "composite_unique",
        (path, item) -> {
          var tuple = new ObjectReader(path, item, sink);
          tuples.add(tuple.ids("field_ids"));
          tuple.end();
        });
    return tuples;
  }

  /** An empty list says nothing, as everywhere in a schema: no default ACL. */
  private Optional<List<Grant>> defaultAcl(ObjectReader in) {
    var grants = new ArrayList<Grant>();
    in.each(
        "default_acl",
        (path, item) -> {
          var entry = new ObjectReader(path, item, sink);
          String principal = entry.requiredText("principal");
          String permission = entry.text("permission").orElse("read");
          entry.end();
          try {
            grants.add(Grant.ofWord(Principal.parse(principal), permission, 0));
          } catch (InvalidException e) {
            sink.add(path, e.getMessage());
          }
        });
    return grants.isEmpty() ? Optional.empty() : Optional.of(grants);
  }
}
