package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.wiring.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What operators prove themselves by. Without a configured token their resources do not exist. */
@ApplicationScoped
public class AdminToken {
  private static final String SCHEME = "Bearer ";

  private final GatewaySettings settings;

  AdminToken(GatewaySettings settings) {
    this.settings = settings;
  }

  /** Throws UNAUTHORIZED unless the header holds the token; takes as long for any other. */
  void require(@Nullable String authorization) {
    String token =
        settings.adminToken().orElseThrow(() -> ApiException.notFound("there is no such resource"));
    boolean right =
        authorization != null
            && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && MessageDigest.isEqual(bytes(authorization.substring(SCHEME.length())), bytes(token));
    if (!right) {
      throw new ApiException(
          ErrorCode.UNAUTHORIZED, "this needs the admin token as Authorization: Bearer");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
