package io.entdb.store.rules;

import io.entdb.model.Value;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Values as text in the form of Python's {@code repr}, which clients of unique violations parse.
 */
public final class ValueText {
  private ValueText() {}

  public static String of(Value value) {
    return switch (value) {
      case Value.Null _ -> "None";
      case Value.Int(long number) -> Long.toString(number);
      case Value.Float(double number) -> Double.toString(number);
      case Value.Bool(boolean flag) -> flag ? "True" : "False";
      case Value.Str(String text) -> quoted(text);
      case Value.Bytes bytes -> "b'" + HexFormat.of().formatHex(bytes.value()) + "'";
      case Value.Json(String text) -> quoted(text);
      case Value.StrList list ->
          list.values().stream().map(ValueText::quoted).collect(Collectors.joining(", ", "[", "]"));
      case Value.IntList list ->
          list.values().stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
