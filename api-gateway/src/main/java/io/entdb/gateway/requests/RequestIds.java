package io.entdb.gateway.requests;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names requests. */
public final class RequestIds {
  /** The header, or metadata entry, that brings an id and takes it back. */
  public static final String HEADER = "X-Request-ID";

  private static final Pattern CLIENTS_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private RequestIds() {}

  /** The client's own id if it can stand in a log; else one that nobody has. */
  public static String of(@Nullable String given) {
    if (given != null && CLIENTS_ID.matcher(given).matches()) {
      return given;
    }
    byte[] random = new byte[12];
    ThreadLocalRandom.current().nextBytes(random);
    return "req_" + HexFormat.of().formatHex(random);
  }
}
