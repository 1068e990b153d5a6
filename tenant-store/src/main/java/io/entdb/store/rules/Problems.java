package io.entdb.store.rules;

import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.PayloadCheck;
import io.entdb.model.schema.SchemaChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refusals whose texts clients parse or rely on. */
final class Problems {
  private Problems() {}

  static void refuse(Optional<PayloadCheck.Problem> problem) throws Refusal {
    if (problem.isPresent()) {
      throw new Refusal(RefusalCode.VALIDATION_ERROR, problem.get().message())
          .with("field_id", Integer.toString(problem.get().fieldId()));
    }
  }

  /** {@code FIELD_KIND_CHANGED node:1.field:2}. */
  static String named(SchemaChange change) {
    return change.code() + " " + change.path();
  }

  /** A unique key that another node holds; gRPC clients parse the message. */
  static Refusal taken(TenantId tenant, UniqueKey key, String holder) {
    List<String> values =
        key.fields().stream().map(field -> ValueText.of(valueOf(key, field))).toList();
    String message =
        key.fields().size() == 1
            ? "Unique constraint violation: tenant=%s type_id=%d field_id=%s value=%s already exists"
                .formatted(tenant, key.typeId(), key.constraint(), values.getFirst())
            : "Composite unique constraint violation: tenant=%s type_id=%d constraint='(%s)' fields=%s values=[%s] already exists"
                .formatted(
                    tenant,
                    key.typeId(),
                    key.constraint(),
                    key.fields(),
                    String.join(", ", values));
    return new Refusal(RefusalCode.UNIQUE_VIOLATION, message)
        .with("type_id", Integer.toString(key.typeId()))
        .with("fields", key.constraint())
        .with("node_id", holder);
  }

  private static Value valueOf(UniqueKey key, int field) {
    @Nullable Value value = key.values().get(field);
    return value == null ? Value.NULL : value;
  }
}
