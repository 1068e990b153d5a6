package io.entdb.store.rules;

import io.entdb.model.Value;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a node's refs lead to live nodes of the types they name, at the end of a plan. */
final class References {
  private References() {}

  static void check(Draft draft, NodeType type, NodeRow row) throws Refusal {
    if (!row.equals(draft.node(row.id()))) {
      return; // A later step changed or removed it; that step has its own check.
    }
    for (FieldDef field : type.fields()) {
      for (String target : targets(field, row.payload().get(field.fieldId()))) {
        @Nullable NodeRow node = draft.node(target);
        boolean anyType = field.refTypeId() == 0; // Lists may leave the type open.
        if (node == null || node.deleted() || (!anyType && node.typeId() != field.refTypeId())) {
          throw new Refusal(
                  RefusalCode.VALIDATION_ERROR,
                  "field "
                      + field.fieldId()
                      + " refers to \""
                      + target
                      + "\", which is no node"
                      + (anyType ? "" : " of type " + field.refTypeId()))
              .with("field_id", Integer.toString(field.fieldId()))
              .with("node_id", target);
        }
      }
    }
  }

  private static List<String> targets(FieldDef field, @Nullable Value value) {
    return switch (value) {
      case Value.Str(String id) when field.kind() == FieldKind.REF -> List.of(id);
      case Value.StrList(List<String> ids) when field.kind() == FieldKind.LIST_REF -> ids;
      case null, default -> List.of();
    };
  }
}
