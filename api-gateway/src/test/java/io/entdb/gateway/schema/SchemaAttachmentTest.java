package io.entdb.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaFingerprint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaAttachmentTest {
  private static final FieldDef TITLE = FieldDef.of(1, "title", FieldKind.STR);

  private static Schema of(NodeType... types) {
    return Schema.of(List.of(types), List.of());
  }

  private static NodeType nameless(FieldDef... fields) {
    return NodeType.of(1, "", List.of(fields));
  }

  private static final Schema PRESENT = of(NodeType.of(1, "Task", List.of(TITLE)));

  @Test
  void newTypesAreAddedAndTheOthersStay() {
    Schema next =
        SchemaAttachment.attach(
            PRESENT,
            Schema.of(List.of(NodeType.of(2, "", List.of())), List.of(EdgeType.of(3, "", 1, 2))));
    assertThat(next.nodeTypes().keySet()).containsExactly(1, 2);
    assertThat(next.edgeTypes().keySet()).containsExactly(3);
    assertThat(next.nodeType(1)).isEqualTo(PRESENT.nodeType(1));
  }

  @Test
  void namesStayAndNewFieldsCome() {
    Schema next =
        SchemaAttachment.attach(
            PRESENT,
            of(nameless(FieldDef.of(1, "", FieldKind.STR), FieldDef.of(2, "", FieldKind.INT))));
    NodeType task = next.nodeType(1).orElseThrow();
    assertThat(task.name()).isEqualTo("Task");
    assertThat(task.field(1)).contains(TITLE);
    assertThat(task.field(2)).isPresent();
  }

  @Test
  void theSameWithoutNamesChangesNothing() {
    assertThat(SchemaAttachment.attach(PRESENT, of(nameless(FieldDef.of(1, "", FieldKind.STR)))))
        .isEqualTo(PRESENT);
  }

  @Test
  void anOlderFormOfATypeChangesNothing() {
    assertThat(SchemaAttachment.attach(PRESENT, of(nameless()))).isEqualTo(PRESENT);
  }

  @Test
  void whatCanFollowNeitherWayIsAConflict() {
    assertThatThrownBy(
            () -> SchemaAttachment.attach(PRESENT, of(nameless(FieldDef.of(1, "", FieldKind.INT)))))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_INCOMPATIBLE))
        .hasMessageContaining("FIELD_KIND_CHANGED node:1.field:1");
    // A removed field and an added one: two versions that went separate ways.
    assertThatThrownBy(
            () -> SchemaAttachment.attach(PRESENT, of(nameless(FieldDef.of(2, "", FieldKind.INT)))))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void aFingerprintStandsForTheSchemaThatHadIt() {
    var seen = new SeenSchemas();
    Schema attached = of(nameless(TITLE));
    String known = SchemaFingerprint.of(attached);
    var first = new Negotiation("sha256:claimed", Optional.of(attached), seen);
    assertThat(first.wanted(Schema.EMPTY)).isEqualTo(attached);

    assertThat(new Negotiation(known, Optional.empty(), seen).wanted(Schema.EMPTY))
        .isEqualTo(attached);
    assertThat(new Negotiation("sha256:claimed", Optional.empty(), seen).wanted(Schema.EMPTY))
        .as("what a client claims stands for nothing")
        .isEqualTo(Schema.EMPTY);
    assertThatThrownBy(
            () -> new Negotiation("sha256:claimed", Optional.empty(), seen).wanted(attached))
        .hasMessage("Schema mismatch: server has " + known);
    assertThat(new Negotiation("", Optional.empty(), seen).wanted(attached)).isEqualTo(attached);
  }
}
