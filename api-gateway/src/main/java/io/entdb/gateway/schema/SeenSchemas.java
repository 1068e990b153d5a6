package io.entdb.gateway.schema;

import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Schemas that writes brought along lately, by fingerprint. A client sends its schema once for a
 * connection; when it goes on to another tenant, only the fingerprint says what it relies on.
 */
public final class SeenSchemas {
  /** As many applications as may share a gateway. */
  private static final int COUNT_MAX = 256;

  /** Types of the largest schema that is worth keeping; clients resend larger ones when asked. */
  private static final int TYPES_MAX = 200;

  private final Map<String, Schema> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Schema> eldest) {
          return size() > COUNT_MAX;
        }
      };

  /** Remembers a schema, under the fingerprint that it has and not one that a client claims. */
  public synchronized void saw(Schema schema) {
    if (schema.nodeTypes().size() + schema.edgeTypes().size() <= TYPES_MAX) {
      seen.put(SchemaFingerprint.of(schema), schema);
    }
  }

  /** The schema with a fingerprint; empty = not seen, or long ago. */
  public synchronized Optional<Schema> find(String fingerprint) {
    return Optional.ofNullable(seen.get(fingerprint));
  }
}
