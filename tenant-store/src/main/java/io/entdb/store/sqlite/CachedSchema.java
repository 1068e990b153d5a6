package io.entdb.store.sqlite;

import io.entdb.model.record.SchemaCodec;
import io.entdb.model.record.UnknownFormatException;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A tenant's schema, decoded once for all readings that meet the same bytes. */
final class CachedSchema {
  static final CachedSchema EMPTY = new CachedSchema(new byte[0], Schema.EMPTY);

  private final byte[] body;
  private final Schema schema;
  private final String fingerprint;

  private CachedSchema(byte[] body, Schema schema) {
    this.body = body;
    this.schema = schema;
    this.fingerprint = schema.isEmpty() ? "" : SchemaFingerprint.of(schema);
  }

  static CachedSchema of(Schema schema) {
    return schema.isEmpty() ? EMPTY : new CachedSchema(SchemaCodec.encode(schema), schema);
  }

  /** The one that a file holds. */
  static CachedSchema in(Statements statements) {
    byte @Nullable [] body = statements.first("read/schema", row -> row.getBytes(1));
    return body == null ? EMPTY : EMPTY.orDecoded(body);
  }

  /** This one when the bytes are the same, else one decoded from them. */
  CachedSchema orDecoded(byte[] found) {
    if (Arrays.equals(found, body)) {
      return this;
    }
    try {
      return found.length == 0 ? EMPTY : new CachedSchema(found, SchemaCodec.decode(found));
    } catch (UnknownFormatException e) {
      throw new SqlFailure(new SQLException("damaged schema row", e));
    }
  }

  byte[] body() {
    return body;
  }

  Schema schema() {
    return schema;
  }

  String fingerprint() {
    return fingerprint;
  }
}
