package io.entdb.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.Value;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiltersTest {
  private static final NodeType TYPE =
      NodeType.of(
          1,
          "T",
          List.of(
              FieldDef.of(1, "title", FieldKind.STR),
              FieldDef.of(2, "size", FieldKind.INT),
              FieldDef.of(3, "tags", FieldKind.LIST_STR),
              FieldDef.of(4, "open", FieldKind.BOOL)));

  private static List<Filter> read(String name, String value) {
    return Filters.read(TYPE, Map.of(name, List.of(value)));
  }

  @Test
  void valuesAreOfTheFieldsKind() {
    assertThat(read("filter.title", "5"))
        .containsExactly(new Filter(1, Op.EQ, List.of(new Value.Str("5"))));
    assertThat(read("filter.2.gte", "9007199254740993"))
        .containsExactly(new Filter(2, Op.GTE, List.of(new Value.Int(9007199254740993L))));
    assertThat(read("filter.open.neq", "true"))
        .containsExactly(new Filter(4, Op.NEQ, List.of(new Value.Bool(true))));
  }

  @Test
  void inTakesACommaList() {
    assertThat(read("filter.size.in", "1,2"))
        .containsExactly(new Filter(2, Op.IN, List.of(new Value.Int(1), new Value.Int(2))));
  }

  @Test
  void containsLooksForAnElementOfAList() {
    assertThat(read("filter.tags.contains", "a,b"))
        .containsExactly(new Filter(3, Op.CONTAINS, List.of(new Value.Str("a,b"))));
  }

  @Test
  void otherParametersAreNoFilters() {
    assertThat(read("page_size", "5")).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> read("filter.size", "many"))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("field \"size\": ");
    assertThatThrownBy(() -> read("filter.size.gtt", "1"))
        .hasMessageStartingWith("filter.size.gtt: unknown operator \"gtt\"");
    assertThatThrownBy(() -> read("filter.sise", "1")).hasMessage("type 1 has no field \"sise\"");
  }
}
