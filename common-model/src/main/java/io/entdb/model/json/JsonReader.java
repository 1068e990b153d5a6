package io.entdb.model.json;

import io.entdb.model.InvalidException;
import io.entdb.model.Quoted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads JSON (RFC 8259), strictly: no key twice in an object, no NaN, no comments, no half
 * surrogate pairs, nothing after the value. Numbers keep all their digits.
 */
public final class JsonReader {
  /** Longest number, in characters: more digits than any kind of field holds exactly. */
  private static final int NUMBER_CHARS_MAX = 400;

  /** Largest exponent either way: beyond any double, and small enough to be written out. */
  private static final int EXPONENT_MAX = 400;

  private final String text;
  private final int depthMax;
  private int at;

  private JsonReader(String text, int depthMax) {
    this.text = text;
    this.depthMax = depthMax;
  }

  /**
   * Reads one value that fills the whole text.
   *
   * @param depthMax most levels of the value ({@link JsonValue#depth})
   * @throws InvalidException for anything else; the message says what and where
   */
  public static JsonValue read(String text, int depthMax) {
    var reader = new JsonReader(text, depthMax);
    reader.skipSpace();
    JsonValue value = reader.value(1);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.problem("expected the end, found " + reader.found());
    }
    return value;
  }

  private JsonValue value(int depth) {
    if (depth > depthMax) {
      throw problem("JSON is nested more than " + depthMax + " levels deep");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonValue.Text(string());
      case 't' -> word("true", new JsonValue.Bool(true));
      case 'f' -> word("false", new JsonValue.Bool(false));
      case 'n' -> word("null", new JsonValue.Null());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw problem("expected a value, found " + found());
    };
  }

  private JsonValue object(int depth) {
    var members = new TreeMap<String, JsonValue>();
    at++;
    skipSpace();
    if (accept('}')) {
      return JsonValue.Obj.of(members);
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw problem("expected a key in quotes, found " + found());
      }
      String key = string();
      skipSpace();
      expect(':');
      skipSpace();
      if (members.putIfAbsent(key, value(depth + 1)) != null) {
        throw problem("key " + Quoted.of(key) + " stands twice in one object, second");
      }
      skipSpace();
    } while (accept(','));
    expect('}');
    return JsonValue.Obj.of(members);
  }

  private JsonValue array(int depth) {
    List<JsonValue> items = new ArrayList<>();
    at++;
    skipSpace();
    if (accept(']')) {
      return new JsonValue.Arr(items);
    }
    do {
      skipSpace();
      items.add(value(depth + 1));
      skipSpace();
    } while (accept(','));
    expect(']');
    return new JsonValue.Arr(items);
  }

  private String string() {
    at++;
    int start = at;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    var out = new StringBuilder().append(text, start, at);
    while (!accept('"')) {
      char c = peek();
      if (c < 0x20) {
        throw problem("expected the end of a string, found " + found());
      }
      at++;
      if (c == '\\') {
        c = escaped();
      }
      out.append(c);
    }
    checkSurrogates(out);
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexEscaped();
      default -> throw problem("unknown escape in a string");
    };
  }

  private char hexEscaped() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw problem("expected four hex digits after \\u, found " + found());
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private void checkSurrogates(CharSequence string) {
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        boolean pair =
            i + 1 < string.length()
                && Character.isSurrogatePair(string.charAt(i), string.charAt(i + 1));
        if (!pair) {
          throw problem("half of a surrogate pair in a string");
        }
        i++;
      }
    }
  }

  private JsonValue number() {
    int start = at;
    accept('-');
    if (!accept('0')) {
      digits();
    }
    if (accept('.')) {
      digits();
    }
    int exponentAt = -1;
    if (peek() == 'e' || peek() == 'E') {
      at++;
      exponentAt = at;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    if (at - start > NUMBER_CHARS_MAX) {
      throw problem("a number has more than " + NUMBER_CHARS_MAX + " characters");
    }
    if (exponentAt >= 0 && exponentTooLarge(text.substring(exponentAt, at))) {
      throw problem("a number's exponent is beyond " + EXPONENT_MAX);
    }
    return new JsonValue.Num(new BigDecimal(text.substring(start, at)));
  }

  private static boolean exponentTooLarge(String exponent) {
    try {
      return Math.abs((long) Integer.parseInt(exponent)) > EXPONENT_MAX;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw problem("expected a digit, found " + found());
    }
  }

  private JsonValue word(String word, JsonValue value) {
    if (!text.startsWith(word, at)) {
      throw problem("expected a value, found " + found());
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw problem("expected '" + c + "', found " + found());
    }
  }

  /** The next character; 0 at the end, which no rule of the grammar takes. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private String found() {
    return at < text.length() ? Quoted.of(text.substring(at, at + 1)) : "the end";
  }

  private InvalidException problem(String what) {
    return new InvalidException(what + " at character " + Math.min(at, text.length()));
  }
}
