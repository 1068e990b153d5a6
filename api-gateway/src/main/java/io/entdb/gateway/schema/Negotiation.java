package io.entdb.gateway.schema;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import java.util.Optional;

/**
 * What a writer says about the schema that it relies on, and what becomes of the tenant's by that
 * (contract D14).
 */
public final class Negotiation {
  /** Under this name a mismatch carries the fingerprint of the tenant's schema. */
  public static final String SERVER_FINGERPRINT = "server_fingerprint";

  private final String fingerprint;
  private final Optional<Schema> attached;
  private final SeenSchemas seen;

  /**
   * A writer's word.
   *
   * @param fingerprint of the schema that it believes in; empty = it does not say
   * @param attached the types that it brings; empty = none
   */
  public Negotiation(String fingerprint, Optional<Schema> attached, SeenSchemas seen) {
    this.fingerprint = fingerprint;
    this.attached = attached.filter(schema -> !schema.isEmpty());
    this.seen = seen;
    this.attached.ifPresent(seen::saw);
  }

  /**
   * The schema that the tenant is to have for this write.
   *
   * @param present the tenant's
   * @return the same one when it will do
   * @throws ApiException SCHEMA_INCOMPATIBLE when the two do not go together, or when the writer
   *     has to send its own first
   */
  public Schema wanted(Schema present) {
    String own = SchemaFingerprint.of(present);
    if (fingerprint.equals(own)) {
      return fingerprint.isEmpty() ? with(present, attached) : present;
    }
    if (attached.isPresent() || fingerprint.isEmpty()) {
      return with(present, attached);
    }
    Optional<Schema> known = seen.find(fingerprint);
    if (known.isEmpty() && !own.isEmpty()) {
      throw new ApiException(ErrorCode.SCHEMA_INCOMPATIBLE, "Schema mismatch: server has " + own)
          .with(SERVER_FINGERPRINT, own);
    }
    return with(present, known);
  }

  private static Schema with(Schema present, Optional<Schema> added) {
    return added.map(schema -> SchemaAttachment.attach(present, schema)).orElse(present);
  }
}
