package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static io.entdb.store.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Filter;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system may write of types that the tenant never registered, and nobody else. */
class UnregisteredTypesTest {
  private static final int UNKNOWN = 77;

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Schema.EMPTY);
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  @Test
  void nodesOfUnknownTypesTakeAnyFields() throws Exception {
    assertThat(acme.refuse(ALICE, node("a")).code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
    acme.apply(Acme.ROOT, node("a"));
    acme.apply(Acme.ROOT, update("a", Map.of(9, Value.NULL, 3, new Value.Json("[1]"))));

    Payload payload = acme.node(Acme.viewer(Acme.ROOT), "a").orElseThrow().payload();
    assertThat(payload.get(1)).isEqualTo(str("x"));
    assertThat(payload.get(3)).isEqualTo(new Value.Json("[1]"));
    var query =
        new NodeQuery(UNKNOWN, List.of(), new NodeQuery.Order.Id(), false, Optional.empty(), 0, 9);
    assertThat(acme.store.read(Acme.viewer(Acme.ROOT), it -> it.query(query)).items()).hasSize(1);
  }

  @Test
  void filtersOnUnknownFieldsMatchOrDoNotButNeverFail() throws Exception {
    acme.apply(Acme.ROOT, node("a"));
    acme.apply(
        Acme.ROOT,
        update(
            "a",
            Map.of(
                2, new Value.StrList(List.of("x")),
                3, new Value.Json("[1]"),
                4, new Value.IntList(List.of(1L)),
                5, new Value.Int(7))));
    for (Filter.Op op : Filter.Op.values()) {
      for (int field = 1; field <= 6; field++) {
        for (Value value :
            List.of(
                str("y"),
                new Value.StrList(List.of("x", "y")),
                new Value.Json("[2]"),
                new Value.IntList(List.of(2L)),
                Value.NULL)) {
          Operation delete =
              new Operation.DeleteWhere(
                  UNKNOWN,
                  List.of(
                      new Filter(field, op, List.of(value)),
                      new Filter(9, Filter.Op.EQ, List.of(str("none")))),
                  1,
                  true);
          assertThat(acme.apply(Acme.ROOT, delete).getFirst().counts())
              .containsEntry("deleted", 0L);
        }
      }
      assertThat(
              acme.refuse(
                      Acme.ROOT,
                      new Operation.DeleteWhere(
                          UNKNOWN, List.of(new Filter(1, op, List.of())), 1, true))
                  .code())
          .isEqualTo(RefusalCode.VALIDATION_ERROR);
    }
    var seven =
        new Operation.DeleteWhere(
            UNKNOWN, List.of(new Filter(5, Filter.Op.GTE, List.of(Shop.num(7)))), 1, true);
    assertThat(acme.apply(Acme.ROOT, seven).getFirst().counts()).containsEntry("deleted", 1L);
  }

  @Test
  void anUpdateOfAMissingNodeDoesNothingWhileNothingIsRegistered() throws Exception {
    assertThat(acme.apply(Acme.ROOT, update("none", Map.of(1, str("x")))).getFirst().existing())
        .isFalse();
    assertThat(acme.refuse(ALICE, update("none", Map.of(1, str("x")))).code())
        .isEqualTo(RefusalCode.NOT_FOUND);

    acme.apply(new Operation.PutSchema(Shop.SCHEMA));
    assertThat(acme.refuse(Acme.ROOT, update("none", Map.of(1, str("x")))).code())
        .isEqualTo(RefusalCode.NOT_FOUND);
    acme.apply(Acme.ROOT, updateOf("none", UNKNOWN));
    assertThat(acme.refuse(Acme.ROOT, updateOf("none", Shop.PERSON)).code())
        .isEqualTo(RefusalCode.NOT_FOUND);
  }

  @Test
  void edgesOfUnknownTypesMayLeadNowhere() throws Exception {
    var edge =
        new Operation.CreateEdge(
            UNKNOWN, Shop.byId("here"), Shop.byId("there"), Payload.of(Map.of(5, str("p"))));
    assertThat(acme.refuse(ALICE, edge).code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
    acme.apply(Acme.ROOT, edge);

    var here = new NodeId("here");
    assertThat(
            acme.store
                .read(
                    Acme.viewer(Acme.ROOT),
                    it -> it.edgesOut(here, OptionalInt.of(UNKNOWN), Optional.empty(), 9))
                .items())
        .hasSize(1);
    assertThat(
            acme.store
                .read(
                    Acme.viewer(ALICE),
                    it -> it.edgesOut(here, OptionalInt.empty(), Optional.empty(), 9))
                .items())
        .isEmpty();
  }

  @Test
  void aTypeWhoseIdIsReservedStaysClosed() throws Exception {
    acme.apply(
        new Operation.PutSchema(
            new Schema(
                Shop.SCHEMA.nodeTypes(),
                Shop.SCHEMA.edgeTypes(),
                List.of(UNKNOWN),
                List.of(UNKNOWN))));

    assertThat(acme.refuse(Acme.ROOT, node("a")).code()).isEqualTo(RefusalCode.VALIDATION_ERROR);
    acme.apply(person("p", "x"));
    assertThat(
            acme.refuse(
                    Acme.ROOT,
                    new Operation.CreateEdge(
                        UNKNOWN, Shop.byId("p"), Shop.byId("p"), Payload.EMPTY))
                .code())
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
  }

  /** A node from before its type was registered holds no key, so it gives none away. */
  @Test
  void keysOfLaterNodesSurviveChangesOfEarlierOnes() throws Exception {
    acme.apply(Acme.ROOT, node("early"));
    var unique =
        new FieldDef(
            1, "k", FieldKind.STR, false, "", List.of(), 0, true, false, true, false, false, "");
    acme.apply(
        new Operation.PutSchema(
            Schema.of(
                List.of(NodeType.of(UNKNOWN, "T", new ArrayList<>(List.of(unique)))), List.of())));
    acme.apply(Acme.ROOT, node("late"));
    acme.apply(Acme.ROOT, new Operation.DeleteNode(Shop.byId("early"), true));

    assertThat(acme.refuse(Acme.ROOT, node("third")).code())
        .isEqualTo(RefusalCode.UNIQUE_VIOLATION);
  }

  private static Operation.CreateNode node(String id) {
    return new Operation.CreateNode(
        UNKNOWN, new NodeId(id), "", Payload.of(Map.of(1, str("x"))), Optional.empty());
  }

  private static Operation.UpdateNode updateOf(String id, int typeId) {
    return new Operation.UpdateNode(
        Shop.byId(id), Payload.EMPTY, OptionalLong.empty(), Optional.empty(), typeId);
  }
}
