package io.entdb.store.rules;

import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.record.PayloadCodec;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value, or a tuple of values, that only one live node of a type may hold.
 *
 * @param fields the field ids of the constraint: one, or the tuple in the order it was declared
 * @param values the fields' values, none of them null
 */
public record UniqueKey(int typeId, List<Integer> fields, Payload values) {
  /** The constraint as text: {@code 5}, or {@code 1,2}. */
  public String constraint() {
    var text = new StringBuilder();
    for (int field : fields) {
      text.append(text.isEmpty() ? "" : ",").append(field);
    }
    return text.toString();
  }

  /** Equal values have equal bytes. */
  public byte[] bytes() {
    return PayloadCodec.encode(values);
  }

  /** The keys that a payload takes up. Null or absent values take up none. */
  public static List<UniqueKey> of(NodeType type, Payload payload) {
    var keys = new ArrayList<UniqueKey>(2);
    for (FieldDef field : type.fields()) {
      if (field.unique()) {
        addTo(keys, type.typeId(), List.of(field.fieldId()), payload);
      }
    }
    for (List<Integer> tuple : type.compositeUnique()) {
      addTo(keys, type.typeId(), tuple, payload);
    }
    return keys;
  }

  private static void addTo(
      List<UniqueKey> keys, int typeId, List<Integer> fields, Payload payload) {
    var values = new TreeMap<Integer, Value>();
    for (int field : fields) {
      @Nullable Value value = payload.get(field);
      if (value == null || value instanceof Value.Null) {
        return;
      }
      values.put(field, value);
    }
    keys.add(new UniqueKey(typeId, fields, new Payload(values)));
  }
}
