package io.entdb.gateway.read;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.InvalidException;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.record.PayloadCodec;
import io.entdb.store.PageKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Where the next page starts, as an opaque text that is good for one query only: base64url of
 * {@code {f: fingerprint of the query, v: last value, n: last id}}.
 */
public final class PageTokens {
  private static final int FINGERPRINT_BYTES = 8;

  /** The field id under which a value is encoded; any would do. */
  private static final int VALUE_FIELD = 1;

  private PageTokens() {}

  /**
   * The token of a page.
   *
   * @param query what distinguishes the query from others: all of it but paging
   */
  public static String write(String query, PageKey key) {
    byte[] value = PayloadCodec.encode(Payload.of(Map.of(VALUE_FIELD, key.value())));
    JsonValue json =
        JsonValue.Obj.of(
            Map.of(
                "f", new JsonValue.Text(fingerprint(query)),
                "v", new JsonValue.Text(Base64.getEncoder().encodeToString(value)),
                "n", new JsonValue.Text(key.id())));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JsonWriter.canonical(json).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token.
   *
   * @throws ApiException when it is none, or of another query
   */
  public static PageKey read(String query, String token) {
    Optional<PageKey> key;
    try {
      key = parse(query, token);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "page_token: malformed: take it unchanged from the page before",
          e);
    }
    return key.orElseThrow(
        () ->
            ApiException.invalidRequest(
                "page_token: does not match this query (keep all parameters but page_token and"
                    + " page_size)"));
  }

  private static Optional<PageKey> parse(String query, String token) {
    String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    if (!(JsonReader.read(text, 2) instanceof JsonValue.Obj json)) {
      throw new InvalidException("no object");
    }
    if (!text(json, "f").equals(fingerprint(query))) {
      return Optional.empty();
    }
    Payload payload = PayloadCodec.decode(Base64.getDecoder().decode(text(json, "v")));
    Value value = payload.get(VALUE_FIELD);
    if (value == null) {
      throw new InvalidException("no value");
    }
    return Optional.of(new PageKey(value, text(json, "n")));
  }

  private static String text(JsonValue.Obj json, String key) {
    if (json.members().get(key) instanceof JsonValue.Text(String text)) {
      return text;
    }
    throw new InvalidException("no " + key);
  }

  private static String fingerprint(String query) {
    return HexFormat.of().formatHex(Arrays.copyOf(RequestHashes.sha256(query), FINGERPRINT_BYTES));
  }
}
