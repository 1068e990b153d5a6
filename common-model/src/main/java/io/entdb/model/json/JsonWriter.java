package io.entdb.model.json;

import io.entdb.model.json.JsonValue.Arr;
import io.entdb.model.json.JsonValue.Bool;
import io.entdb.model.json.JsonValue.Null;
import io.entdb.model.json.JsonValue.Num;
import io.entdb.model.json.JsonValue.Obj;
import io.entdb.model.json.JsonValue.Text;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;

/** JSON values as text, keys sorted. */
public final class JsonWriter {
  /** Whole numbers up to this many digits are written without an exponent. */
  private static final int PLAIN_DIGITS_MAX = 21;

  private static final int NOT_PRETTY = -1;
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /** The one text of a value: no white space, keys sorted, whole numbers without fraction. */
  public static String canonical(JsonValue value) {
    var writer = new JsonWriter();
    writer.write(value, NOT_PRETTY);
    return writer.out.toString();
  }

  /** A text for people: two spaces per level, keys sorted. */
  public static String pretty(JsonValue value) {
    var writer = new JsonWriter();
    writer.write(value, 0);
    return writer.out.append('\n').toString();
  }

  /** A number as canonical text has it. */
  public static String number(BigDecimal number) {
    BigDecimal value = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    boolean whole = value.scale() <= 0 && value.precision() - value.scale() <= PLAIN_DIGITS_MAX;
    return whole ? value.toPlainString() : value.toString();
  }

  private void write(JsonValue value, int level) {
    switch (value) {
      case Null _ -> out.append("null");
      case Bool(boolean flag) -> out.append(flag);
      case Num(BigDecimal number) -> out.append(number(number));
      case Text(String text) -> quote(text);
      case Arr array -> write(array, level);
      case Obj object -> write(object, level);
    }
  }

  private void write(Arr array, int level) {
    out.append('[');
    Iterator<JsonValue> items = array.items().iterator();
    while (items.hasNext()) {
      newLine(level, 1);
      write(items.next(), inside(level));
      if (items.hasNext()) {
        out.append(',');
      }
    }
    if (!array.items().isEmpty()) {
      newLine(level, 0);
    }
    out.append(']');
  }

  private void write(Obj object, int level) {
    out.append('{');
    Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      newLine(level, 1);
      quote(member.getKey());
      out.append(level == NOT_PRETTY ? ":" : ": ");
      write(member.getValue(), inside(level));
      if (members.hasNext()) {
        out.append(',');
      }
    }
    if (!object.members().isEmpty()) {
      newLine(level, 0);
    }
    out.append('}');
  }

  private static int inside(int level) {
    return level == NOT_PRETTY ? NOT_PRETTY : level + 1;
  }

  private void newLine(int level, int deeper) {
    if (level != NOT_PRETTY) {
      out.append('\n').repeat("  ", level + deeper);
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
