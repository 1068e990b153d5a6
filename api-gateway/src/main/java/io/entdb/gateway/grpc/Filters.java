package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.Operands;
import io.entdb.grpc.v1.FieldFilter;
import io.entdb.grpc.v1.FilterOp;
import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.Quoted;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conditions of queries and of delete_where, all ANDed. */
final class Filters {
  /** Conditions in one request; each costs a comparison per node. */
  private static final int FILTERS_MAX = 100;

  /** Operators as keys of an object that stands for several conditions. */
  private static final Map<String, Op> WORDS =
      Map.of(
          "$eq", Op.EQ, "$ne", Op.NEQ, "$lt", Op.LT, "$lte", Op.LTE, "$gt", Op.GT, "$gte", Op.GTE);

  private Filters() {}

  static List<Filter> read(NodeType type, List<FieldFilter> filters) {
    if (filters.size() > FILTERS_MAX) {
      throw ApiException.validation(
          filters.size() + " filters; at most " + FILTERS_MAX + " are allowed");
    }
    var read = new ArrayList<Filter>();
    for (FieldFilter filter : filters) {
      read(type, filter, read);
    }
    return read;
  }

  private static void read(NodeType type, FieldFilter filter, List<Filter> out) {
    FieldDef field = field(type, filter.getField());
    Map<String, com.google.protobuf.Value> conditions =
        filter.getValue().getStructValue().getFieldsMap();
    boolean several =
        !filter.hasTypedValue()
            && !conditions.isEmpty()
            && conditions.keySet().stream().allMatch(key -> key.startsWith("$"));
    if (!several) {
      out.add(one(field, op(filter.getOp()), filter));
      return;
    }
    conditions.forEach(
        (word, value) -> {
          Op op = WORDS.get(word);
          if (op == null) {
            throw ApiException.validation(
                "filter on field " + field.fieldId() + ": unknown operator " + Quoted.of(word));
          }
          out.add(new Filter(field.fieldId(), op, List.of(FieldValues.read(field, value))));
        });
  }

  private static FieldDef field(NodeType type, String key) {
    boolean decimal = key.matches("[0-9]{1,5}");
    if (!decimal) {
      throw ApiException.validation(
          "payload: filter key " + Quoted.of(key) + " is not a field_id; filters are id-keyed");
    }
    return type.field(Integer.parseInt(key))
        .orElseThrow(
            () -> ApiException.validation("type " + type.typeId() + " has no field " + key));
  }

  private static Filter one(FieldDef field, Op op, FieldFilter filter) {
    FieldDef operand = FieldDef.of(field.fieldId(), field.name(), Operands.kind(op, field.kind()));
    var values = new ArrayList<io.entdb.model.Value>();
    if (op == Op.IN) {
      com.google.protobuf.Value list =
          filter.hasTypedValue() ? filter.getTypedValue().getJsonValue() : filter.getValue();
      if (!list.hasListValue()) {
        throw ApiException.validation(
            "filter on field " + field.fieldId() + ": IN takes a list of values");
      }
      list.getListValue()
          .getValuesList()
          .forEach(value -> values.add(FieldValues.read(operand, value)));
    } else {
      values.add(
          FieldValues.read(
              operand,
              filter.hasTypedValue() ? Optional.of(filter.getTypedValue()) : Optional.empty(),
              Optional.of(filter.getValue())));
    }
    return new Filter(field.fieldId(), op, values);
  }

  private static Op op(FilterOp op) {
    return switch (op) {
      case EQ -> Op.EQ;
      case NEQ -> Op.NEQ;
      case GT -> Op.GT;
      case GTE -> Op.GTE;
      case LT -> Op.LT;
      case LTE -> Op.LTE;
      case CONTAINS -> Op.CONTAINS;
      case IN -> Op.IN;
      case UNRECOGNIZED -> throw ApiException.validation("a filter has an unknown operator");
    };
  }
}
