package io.entdb.store;

import static io.entdb.store.Shop.CITY;
import static io.entdb.store.Shop.EMAIL;
import static io.entdb.store.Shop.KNOWS;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.STREET;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creates that name the holder of a taken key instead of failing. */
class SkipOnConflictTest {
  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
    acme.apply(
        person(
            "old",
            Map.of(
                NAME, str("Old"), EMAIL, str("e"), CITY, str("Rome"), STREET, str("Via Appia"))));
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  @Test
  void theHolderOfTheKeyTakesThePlaceOfTheNewNode() throws Exception {
    OpResult result = acme.apply(skipping("new", Map.of(NAME, str("N"), EMAIL, str("e")))).get(0);

    assertThat(result.existing()).isTrue();
    assertThat(result.nodeId()).isEqualTo("old");
    assertThat(acme.sees(Acme.viewer(Records.ALICE), "new")).isFalse();
  }

  @Test
  void aTupleCountsAsWell() throws Exception {
    Map<Integer, Value> fields =
        Map.of(NAME, str("N"), CITY, str("Rome"), STREET, str("Via Appia"));

    assertThat(acme.apply(skipping("new", fields)).get(0).nodeId()).isEqualTo("old");
  }

  @Test
  void aFreeKeyMakesTheNode() throws Exception {
    OpResult result =
        acme.apply(skipping("new", Map.of(NAME, str("N"), EMAIL, str("free")))).get(0);

    assertThat(result.existing()).isFalse();
    assertThat(acme.sees(Acme.viewer(Records.ALICE), "new")).isTrue();
  }

  @Test
  void anIdThatIsTakenIsNoKeyThatIsTaken() throws Exception {
    assertThat(acme.refuse(Records.ALICE, skipping("old", Map.of(NAME, str("N")))).code())
        .isEqualTo(RefusalCode.ALREADY_EXISTS);
  }

  @Test
  void edgesUpdatesAndDeletesByAliasReachTheHolder() throws Exception {
    acme.apply(person("friend", "Friend"));
    var alias = new NodeRef.ByAlias("a");

    acme.apply(
        skipping("new", Map.of(NAME, str("N"), EMAIL, str("e"))),
        new Operation.CreateEdge(
            KNOWS, new NodeRef.ById(new NodeId("friend")), alias, Payload.EMPTY),
        new Operation.UpdateNode(
            alias,
            Payload.of(Map.of(NAME, str("Renamed"))),
            OptionalLong.empty(),
            Optional.empty()));

    Viewer alice = Acme.viewer(Records.ALICE);
    assertThat(acme.node(alice, "old").orElseThrow().payload().get(NAME)).isEqualTo(str("Renamed"));
    assertThat(
            acme.store
                .read(
                    alice,
                    it -> it.edgesIn(new NodeId("old"), OptionalInt.empty(), Optional.empty(), 10))
                .items())
        .hasSize(1);

    List<OpResult> results =
        acme.apply(
            skipping("new", Map.of(NAME, str("N"), EMAIL, str("e"))),
            new Operation.DeleteNode(alias, true));
    assertThat(results.get(1).nodeId()).isEqualTo("old");
    assertThat(acme.sees(alice, "old")).isFalse();
  }

  private static Operation.CreateNode skipping(String id, Map<Integer, Value> fields) {
    return new Operation.CreateNode(
        Shop.PERSON,
        new NodeId(id),
        "a",
        Payload.of(fields),
        Optional.empty(),
        OnConflict.SKIP,
        Storage.ofTenant(),
        List.of());
  }
}
