package io.entdb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void everyKindOfValueComesBackAsItWent() {
    Fields fields =
        Fields.of(1, Long.MIN_VALUE)
            .and(2, 0.5)
            .and(3, true)
            .and(4, "text")
            .and(5, new byte[] {1, 2})
            .and(6, List.of("a", "b"))
            .and(7, Map.of("k", List.of(1.0, false)))
            .and(8, null);

    Fields back = Fields.ofMessages(fields.toMessages());

    assertThat(back).isEqualTo(fields);
    assertThat(back.number(1)).isEqualTo(Long.MIN_VALUE);
    assertThat(back.get(5)).isEqualTo(new byte[] {1, 2});
    assertThat(back.get(7)).isEqualTo(Map.of("k", List.of(1.0, false)));
    assertThat(back.ids()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(back.get(8)).isNull();
  }

  @Test
  void whatNoFieldHoldsIsRefusedWhereItIsGiven() {
    assertThatThrownBy(() -> Fields.of(1, new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> Fields.of(1, "text").number(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field 1");
  }
}
