package io.entdb.gateway.grpc;

import com.google.protobuf.NullValue;
import com.google.protobuf.Value;

/** Reads values back from the text that outcomes keep of them, which is Python's {@code repr}. */
final class Reprs {
  private Reprs() {}

  /** The value; what is no scalar stays the text that it is. */
  static Value read(String repr) {
    return switch (repr) {
      case "None" -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
      case "True" -> Value.newBuilder().setBoolValue(true).build();
      case "False" -> Value.newBuilder().setBoolValue(false).build();
      default -> isQuoted(repr) ? JsonValues.text(unquoted(repr)) : number(repr);
    };
  }

  private static boolean isQuoted(String repr) {
    return repr.length() >= 2 && repr.startsWith("'") && repr.endsWith("'");
  }

  private static String unquoted(String repr) {
    var text = new StringBuilder(repr.length());
    for (int i = 1; i < repr.length() - 1; i++) {
      char c = repr.charAt(i);
      boolean escape = c == '\\' && i + 1 < repr.length() - 1;
      text.append(escape ? repr.charAt(++i) : c);
    }
    return text.toString();
  }

  private static Value number(String repr) {
    try {
      return Value.newBuilder().setNumberValue(Double.parseDouble(repr)).build();
    } catch (NumberFormatException e) {
      return JsonValues.text(repr);
    }
  }
}
