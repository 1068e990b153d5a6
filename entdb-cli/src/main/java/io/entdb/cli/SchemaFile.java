package io.entdb.cli;

import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import io.entdb.model.schema.SchemaJson;
import java.util.HashMap;
import java.util.Map;

/** A schema's snapshot: {@code {version, fingerprint, schema}}, keys sorted, two spaces a level. */
final class SchemaFile {
  private static final int VERSION = 1;

  private SchemaFile() {}

  static String write(Schema schema) {
    return JsonWriter.pretty(
            JsonValue.Obj.of(
                Map.of(
                    "version", JsonValue.Num.of(VERSION),
                    "fingerprint", new JsonValue.Text(SchemaFingerprint.of(schema)),
                    "schema", SchemaJson.toJson(schema, SchemaJson.Names.NAMED))))
        + "\n";
  }

  /** The schema in a snapshot, in a gateway's answer, or the text itself. */
  static JsonValue schemaIn(JsonValue json) {
    if (!(json instanceof JsonValue.Obj object)) {
      return json;
    }
    JsonValue inner = object.members().get("schema");
    if (inner != null) {
      return inner;
    }
    var members = new HashMap<>(object.members());
    members.remove("fingerprint");
    return JsonValue.Obj.of(members);
  }
}
