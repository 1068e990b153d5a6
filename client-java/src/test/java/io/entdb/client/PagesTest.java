package io.entdb.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
  @Test
  void pagesAreFetchedWhenTheStreamComesToThemAndEmptyOnesArePassed() {
    var asked = new ArrayList<String>();
    List<List<Integer>> pages = List.of(List.of(1, 2), List.of(), List.of(3));

    List<Integer> first =
        Pages.<Integer>stream(token -> page(pages, asked, token)).limit(2).toList();
    assertThat(first).containsExactly(1, 2);
    assertThat(asked).containsExactly("");

    asked.clear();
    assertThat(Pages.<Integer>stream(token -> page(pages, asked, token)).toList())
        .containsExactly(1, 2, 3);
    assertThat(asked).containsExactly("", "1", "2");
  }

  private static Pages.Page<Integer> page(
      List<List<Integer>> pages, List<String> asked, String token) {
    asked.add(token);
    int number = token.isEmpty() ? 0 : Integer.parseInt(token);
    String next = number + 1 < pages.size() ? Integer.toString(number + 1) : "";
    return new Pages.Page<>(pages.get(number), next);
  }
}
