package io.entdb.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Value;
import io.entdb.store.PageKey;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageTokensTest {
  private static final String QUERY = "nodes\nacme\n1";

  @Test
  void aTokenKeepsValuesOfEveryKind() {
    List<Value> values =
        List.of(
            Value.NULL,
            new Value.Int(Long.MIN_VALUE),
            new Value.Float(-0.25),
            new Value.Bool(true),
            new Value.Str("é\n😀"),
            new Value.Bytes(new byte[] {0, -1}));
    for (Value value : values) {
      var key = new PageKey(value, "n 1/ä");
      String token = PageTokens.write(QUERY, key);
      assertThat(token).matches("[A-Za-z0-9_-]+");
      assertThat(PageTokens.read(QUERY, token)).isEqualTo(key);
    }
  }

  @Test
  void aTokenIsGoodForItsQueryOnly() {
    String token = PageTokens.write(QUERY, new PageKey(new Value.Int(1), "n"));
    assertThatThrownBy(() -> PageTokens.read(QUERY + "2", token))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("page_token: does not match this query");
  }

  @Test
  void whateverElseIsSentIsRefused() {
    String token = PageTokens.write(QUERY, new PageKey(new Value.Int(1), "n"));
    var random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      var mutated = new StringBuilder(token);
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        mutated.setCharAt(random.nextInt(mutated.length()), (char) random.nextInt(33, 127));
      }
      try {
        PageTokens.read(QUERY, mutated.toString());
      } catch (ApiException e) {
        assertThat(e).hasMessageStartingWith("page_token: ");
      }
    }
  }
}
