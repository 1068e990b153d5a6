package io.entdb.model.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a schema by its content: equal but for names of types and fields = equal fingerprints. */
public final class SchemaFingerprint {
  private SchemaFingerprint() {}

  /**
   * The fingerprint of a tenant's schema: the empty text while no type was ever registered, else
   * that of the document.
   */
  public static String of(Schema schema) {
    return schema.isEmpty() ? "" : ofDocument(schema);
  }

  /** The fingerprint of the schema as a document; also one without types has its own. */
  public static String ofDocument(Schema schema) {
    String text = SchemaJson.write(schema, SchemaJson.Names.NAME_FREE, SchemaJson.Layout.CANONICAL);
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
