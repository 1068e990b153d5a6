package io.entdb.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.InvalidException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static String canonical(String text) {
    return JsonWriter.canonical(JsonReader.read(text, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\":1,\"a\":[true,false,null]} | {\"a\":[true,false,null],\"b\":1}",
        " [ 1 , 2.50 , -0 , 1e3 ] | [1,2.5,0,1000]",
        "9223372036854775807 | 9223372036854775807",
        "9007199254740993 | 9007199254740993",
        "1e-7 | 1E-7",
        "1E+30 | 1E+30",
        "\"a\\u00e9\\n\\/\\u0001\" | \"aé\\n/\\u0001\"",
        "\"\\ud83d\\ude00\" | \"😀\"",
        "{} | {}",
        "[] | []",
      })
  void everyValueHasOneText(String text, String expected) {
    assertThat(canonical(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul",
        "NaN",
        "Infinity",
        "-",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "1e401",
        "1e99999999999",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1,\"a\":2}",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\ud83d\"",
        "\"\\ude00\\ud83d\"",
        "\"open",
        "\"tab\there\"",
        "1 2",
        "// no\n1",
        "[[[[[[[[[1]]]]]]]]]",
      })
  void whatIsNotStrictJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.read(text, 8))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("at character");
  }

  @Test
  void aKeyThatStandsTwiceIsNamed() {
    assertThatThrownBy(() -> JsonReader.read("{\"a\":1,\"b\":2,\"a\":3}", 8))
        .hasMessageStartingWith("key \"a\" stands twice in one object");
  }

  @Test
  void prettyTextIndentsByTwo() {
    assertThat(JsonWriter.pretty(JsonReader.read("{\"b\":[1,{}],\"a\":[]}", 8)))
        .isEqualTo("{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}\n");
  }

  @Test
  void depthCountsLevels() {
    assertThat(JsonReader.read("1", 8).depth()).isEqualTo(1);
    assertThat(JsonReader.read("[{\"a\":[]}]", 8).depth()).isEqualTo(3);
  }

  @Test
  void anyTextIsReadOrRefused() {
    var random = new SplittableRandom(7);
    String alphabet = "{}[]\":,\\u0019.eE+-truefalsn \n\ud83d\ude00a";
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        String once = JsonWriter.canonical(JsonReader.read(text.toString(), 8));
        assertThat(canonical(once)).isEqualTo(once);
      } catch (InvalidException e) {
        assertThat(e).hasMessageContaining("at character");
      }
    }
  }
}
