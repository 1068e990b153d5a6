package io.entdb.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES = List.of("title", "status", "assignee", "due_at");

  @Test
  void aSwapACaseOrALetterTooManyIsForgiven() {
    assertThat(Nearest.to("titel", NAMES)).containsExactly("title");
    assertThat(Nearest.to("Status", NAMES)).containsExactly("status");
    assertThat(Nearest.to("asignee", NAMES)).containsExactly("assignee");
  }

  @Test
  void whatIsFarFromEveryNameGetsNoHint() {
    assertThat(Nearest.to("colour", NAMES)).isEmpty();
    assertThat(Nearest.to("x".repeat(5_000), NAMES)).isEmpty();
  }
}
