package io.entdb.gateway.rest;

import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.gateway.read.Operands;
import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import java.util.ArrayList;
import java.util.List;

/** Operations on the nodes that meet conditions. */
final class WhereSteps {
  private WhereSteps() {}

  static Step delete(ObjectReader in) {
    int typeId = in.requiredId("type_id");
    var conditions = new ArrayList<Condition>();
    in.each("where", (path, item) -> conditions.add(Condition.read(path, item)));
    if (conditions.isEmpty()) {
      in.problem("where", "is required: one condition or more");
    }
    int limit = (int) in.number("limit", Integer.MIN_VALUE, Integer.MAX_VALUE).orElse(0);
    boolean hard = in.flag("hard");
    return Steps.deleteWhere(
        typeId, type -> conditions.stream().map(it -> it.bind(type)).toList(), limit, hard);
  }

  /** A condition whose field is not looked up yet; the value of {@code in} is an array. */
  private record Condition(String path, String field, Op op, JsonValue value) {
    static Condition read(String path, JsonValue json) {
      var in = new ObjectReader(path, json, Problems.THROW);
      String field = in.requiredText("field");
      Op op = in.text("op").map(word -> Filters.op(in.path("op"), word)).orElse(Op.EQ);
      if (in.take("value").isEmpty()) {
        in.problem("value", "is required, and not null: null matches nothing");
      }
      JsonValue value = in.take("value").orElse(new JsonValue.Null());
      if (op == Op.IN && !(value instanceof JsonValue.Arr)) {
        in.problem("value", "expected an array of values for in, not " + value.what());
      }
      in.end();
      return new Condition(path, field, op, value);
    }

    Filter bind(NodeType type) {
      FieldDef def = Names.field(type, field);
      List<JsonValue> values =
          op == Op.IN && value instanceof JsonValue.Arr(List<JsonValue> items)
              ? items
              : List.of(value);
      FieldDef plain = FieldDef.of(def.fieldId(), def.name(), Operands.kind(op, def.kind()));
      return new Filter(
          def.fieldId(), op, values.stream().map(it -> Payloads.value(plain, it)).toList());
    }
  }
}
