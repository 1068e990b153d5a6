package io.entdb.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.read.PageTokens;
import io.entdb.model.Value;
import io.entdb.store.PageKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagingTest {
  @Test
  void pageSizeGoesBeforeItsOldNameAndHasALimit() {
    assertThat(Paging.of("q", null, null).size()).isEqualTo(100);
    assertThat(Paging.of("q", "5", null, "7", null).size()).isEqualTo(5);
    assertThat(Paging.of("q", "", null, "7", "3")).isEqualTo(new Paging(7, 3, Optional.empty()));
    assertThat(Paging.of("q", "99999", null).size()).isEqualTo(1_000);
  }

  @Test
  void aTokenAndAnOffsetExcludeEachOther() {
    String token = PageTokens.write("q", new PageKey(new Value.Int(1), "n"));
    assertThatThrownBy(() -> Paging.of("q", null, token, null, "1"))
        .hasMessage("page_token and the deprecated offset are mutually exclusive; use one");
    assertThat(Paging.of("q", null, token, null, "0").after()).isPresent();
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    assertThatThrownBy(() -> Paging.of("q", "0", null))
        .hasMessage("page_size: \"0\" is not a whole number from 1 to 2147483647");
    assertThatThrownBy(() -> Paging.of("q", null, null, "x", null))
        .hasMessageStartingWith("limit: ");
    assertThatThrownBy(() -> Paging.of("q", null, null, null, "-1"))
        .hasMessageStartingWith("offset: ");
  }
}
