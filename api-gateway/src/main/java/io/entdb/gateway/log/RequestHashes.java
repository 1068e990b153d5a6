package io.entdb.gateway.log;

import io.entdb.gateway.api.Caller;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.record.RequestHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * Tells a retry from another request (ADR 0002 D7). Pinned by a golden test: a retry may reach a
 * newer gateway.
 */
public final class RequestHashes {
  private RequestHashes() {}

  /**
   * The hash of what a client asks for.
   *
   * @param what names the kind of request, {@code operations} or {@code schema}
   * @param content as parsed, before names, defaults and ids are filled in
   */
  public static RequestHash of(Caller caller, TenantId tenant, String what, JsonValue content) {
    JsonValue request =
        JsonValue.Obj.of(
            Map.of(
                "actor",
                new JsonValue.Text(caller.actor().value()),
                "tenant_id",
                new JsonValue.Text(tenant.value()),
                what,
                content));
    return new RequestHash(sha256(JsonWriter.canonical(request)));
  }

  /** SHA-256 of a text as UTF-8. */
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
