package io.entdb.gateway.commit;

import io.entdb.model.schema.FieldDef;
import java.util.List;

/** What a client wrote in terms of a type's fields, before it is known which these are. */
public interface Form<T> {
  /**
   * Reads it with the fields of a type.
   *
   * @param owner names the type in messages
   */
  T read(String owner, List<FieldDef> fields);

  /** Reads it where no type says what the fields are: by ids, each value as what it looks like. */
  T readUntyped();
}
