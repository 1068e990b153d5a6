package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The body of a request as JSON. */
public final class JsonBody {
  /**
   * Largest body. A plan takes at most 4 MiB when encoded; as JSON, with base64, escapes and names,
   * it may take four times as much.
   */
  public static final int BYTES_MAX = 4 * Limits.PLAN_BYTES_MAX;

  /** A JSON value of a payload stands at most eight levels inside a request. */
  private static final int DEPTH_MAX = Limits.JSON_DEPTH_MAX + 8;

  private JsonBody() {}

  /**
   * Reads a body that is to be a JSON object.
   *
   * @throws ApiException when it is not, or is too large
   */
  public static JsonValue.Obj object(byte[] body) {
    if (body.length > BYTES_MAX) {
      throw tooLarge();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (JsonReader.read(text, DEPTH_MAX) instanceof JsonValue.Obj object) {
        return object;
      }
      throw ApiException.invalidRequest("the body is not a JSON object");
    } catch (CharacterCodingException e) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "the body is not UTF-8", e);
    } catch (InvalidException e) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "the body is not JSON: " + e.getMessage(), e);
    }
  }

  /** The body is larger than any request may be. */
  static ApiException tooLarge() {
    return new ApiException(
        ErrorCode.PAYLOAD_TOO_LARGE, "the body has more than " + BYTES_MAX + " bytes");
  }
}
