package io.entdb.systemtests.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;

/** Values that somebody did not expect. */
final class Junk {
  static final JsonMapper JSON = new JsonMapper();

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0001b\nc",
          "\ud800",
          "\u202e\u200b",
          "\ud83d\ude00",
          "../../etc/passwd",
          "%",
          "%00",
          "$x",
          "$x.id",
          "_system",
          "__system__",
          "-1",
          "0",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "NaN",
          "null",
          "true",
          "{}",
          "[]",
          "entdb-wal:1:5",
          "entdb-wal:99:5",
          "entdb-wal:-1:-1",
          "entdb-wal:1:99999999999999999999",
          "other:0:0",
          "'; DROP TABLE node; --",
          "\" OR 1=1",
          "user:",
          ":x",
          "group:g",
          "tenant:*",
          "user:x@tenant:y",
          "admin:a",
          "application/xml",
          "Bearer ",
          "bmV2ZXIgYSB0b2tlbg",
          "*",
          "a*\" NEAR(",
          "note");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "7",
          "255",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "1.5",
          "-0.0",
          "1e308",
          "1e-400",
          "123456789012345678901234567890");

  private final SplittableRandom random;

  Junk(SplittableRandom random) {
    this.random = random;
  }

  String text() {
    return switch (random.nextInt(12)) {
      case 0 -> "x".repeat(random.nextInt(1, 400));
      case 1 -> letters(random.nextInt(1, 20));
      case 2 -> "é".repeat(random.nextInt(1, 3_000));
      default -> TEXTS.get(random.nextInt(TEXTS.size()));
    };
  }

  /** Any characters at all. */
  private String letters(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) random.nextInt(0, random.nextBoolean() ? 128 : 0xffff));
    }
    return text.toString();
  }

  JsonNode value() {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(10)) {
      case 0 -> make.nullNode();
      case 1 -> make.booleanNode(random.nextBoolean());
      case 2, 3 -> make.numberNode(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
      case 4 -> make.objectNode();
      case 5 -> make.arrayNode();
      case 6 -> nested(random.nextInt(2, 200));
      case 7 -> many(random.nextInt(2, 2_000));
      default -> make.textNode(text());
    };
  }

  private static JsonNode nested(int depth) {
    JsonNode value = JsonNodeFactory.instance.textNode("deep");
    for (int i = 0; i < depth; i++) {
      value =
          i % 2 == 0
              ? JsonNodeFactory.instance.arrayNode().add(value)
              : JsonNodeFactory.instance.objectNode().set("k", value);
    }
    return value;
  }

  private static JsonNode many(int count) {
    var values = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      values.add(i);
    }
    return values;
  }
}
