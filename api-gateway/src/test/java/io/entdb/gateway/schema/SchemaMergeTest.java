package io.entdb.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaMergeTest {
  private static final NodeType ONE = NodeType.of(1, "One", List.of());
  private static final NodeType OWN_ONE =
      NodeType.of(1, "Mine", List.of(FieldDef.of(1, "f", FieldKind.INT)));
  private static final NodeType TWO = NodeType.of(2, "Two", List.of());
  private static final EdgeType EDGE = EdgeType.of(9, "Edge", 1, 2);

  @Test
  void addsWhatTheTenantLacksAndKeepsWhatItHas() {
    Schema own = Schema.of(List.of(OWN_ONE), List.of());
    Schema defaults = Schema.of(List.of(ONE, TWO), List.of(EDGE));
    assertThat(SchemaMerge.merge(own, defaults))
        .contains(Schema.of(List.of(OWN_ONE, TWO), List.of(EDGE)));
  }

  @Test
  void hasNothingToDoWhenNothingIsLacking() {
    Schema own = Schema.of(List.of(OWN_ONE), List.of());
    assertThat(SchemaMerge.merge(own, Schema.of(List.of(ONE), List.of()))).isEmpty();
    assertThat(SchemaMerge.merge(own, Schema.EMPTY)).isEmpty();
  }

  @Test
  void leavesReservedIdsAlone() {
    Schema plain = Schema.of(List.of(OWN_ONE), List.of());
    Schema own = new Schema(plain.nodeTypes(), plain.edgeTypes(), List.of(2), List.of());
    assertThat(SchemaMerge.merge(own, Schema.of(List.of(TWO), List.of()))).isEmpty();
  }

  @Test
  void doesNotMakeASchemaThatMakesNoSense() {
    Schema plain = Schema.of(List.of(OWN_ONE), List.of());
    Schema own = new Schema(plain.nodeTypes(), plain.edgeTypes(), List.of(2), List.of());
    Schema defaults = Schema.of(List.of(ONE, TWO), List.of(EDGE));
    assertThat(SchemaMerge.merge(own, defaults)).isEmpty();
  }
}
