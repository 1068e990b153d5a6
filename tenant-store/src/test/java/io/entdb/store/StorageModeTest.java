package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Records.BOB;
import static io.entdb.store.Shop.EMAIL;
import static io.entdb.store.Shop.KNOWS;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of mailboxes, of the tenant and of the public. */
class StorageModeTest {
  private static final Storage OF_BOB = new Storage.Mailbox(BOB);

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
    acme.apply(
        stored("private", OF_BOB),
        stored("common", Storage.ofTenant()),
        stored("all", Storage.ofPublic()));
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  @Test
  void aMailboxNodeIsThereForItsUserInItsMailboxOnly() throws Exception {
    assertThat(acme.sees(Acme.inMailbox(BOB, BOB), "private")).isTrue();
    assertThat(acme.sees(Acme.inMailbox(Acme.ROOT, BOB), "private")).isTrue();
    assertThat(acme.sees(Acme.inMailbox(ALICE, ALICE), "private")).isFalse();
    for (Principal actor : List.of(ALICE, BOB, Acme.ROOT)) {
      assertThat(acme.sees(Acme.viewer(actor), "private")).as("%s", actor).isFalse();
    }
    assertThatThrownBy(() -> acme.sees(Acme.inMailbox(ALICE, BOB), "private"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("mailbox of \"user:bob\"");
  }

  @Test
  void aMailboxHoldsNothingElse() throws Exception {
    assertThat(acme.sees(Acme.inMailbox(BOB, BOB), "common")).isFalse();
    assertThat(queried(Acme.inMailbox(BOB, BOB))).containsExactly("private");
    assertThat(queried(Acme.viewer(BOB))).containsExactly("all", "common");
    assertThat(queried(Acme.viewer(Acme.ROOT))).containsExactly("all", "common");
  }

  @Test
  void noKeyLeadsIntoAMailbox() throws Exception {
    acme.apply(Shop.storedIn(person("keyed", Map.of(NAME, str("x"), EMAIL, str("e"))), OF_BOB));

    assertThat(byKey(Acme.viewer(BOB))).isEmpty();
    assertThat(byKey(Acme.inMailbox(BOB, BOB))).isPresent();
  }

  @Test
  void onlyItsUserChangesAMailboxNode() throws Exception {
    var rename = Shop.update("private", Map.of(NAME, str("y")));

    assertThat(acme.refuse(ALICE, rename).code()).isEqualTo(RefusalCode.NOT_FOUND);
    acme.apply(BOB, rename);
    assertThat(
            acme.apply(ALICE, new Operation.DeleteNode(Shop.byId("private"), true))
                .getFirst()
                .existing())
        .isFalse();
    acme.apply(BOB, new Operation.DeleteNode(Shop.byId("private"), true));
    assertThat(acme.sees(Acme.inMailbox(BOB, BOB), "private")).isFalse();
  }

  @Test
  void aMailboxNodeTakesNoAcl() throws Exception {
    var shared = Shop.storedIn(Shop.withAcl(person("m", "x"), Grant.read(ALICE)), OF_BOB);

    assertThat(acme.refuse(ALICE, shared).message()).contains("takes no ACL");
    assertThat(
            acme.refuse(BOB, new Operation.ShareNode(Shop.byId("private"), Grant.read(ALICE)))
                .message())
        .contains("takes no ACL");
    assertThat(
            acme.refuse(BOB, new Operation.SetVisibility(Shop.byId("private"), List.of())).code())
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
  }

  @Test
  void edgesLeadFromPrivateToPublicAndNeverBack() throws Exception {
    acme.apply(BOB, edge(KNOWS, "private", "common"), edge(KNOWS, "private", "all"));
    acme.apply(BOB, edge(KNOWS, "common", "all"));

    for (Operation back :
        List.of(edge(KNOWS, "common", "private"), edge(KNOWS, "all", "private"))) {
      assertThat(acme.refuse(BOB, back).message()).contains("more private");
    }
    assertThat(acme.refuse(BOB, edge(KNOWS, "all", "common")).message()).contains("more private");
    acme.apply(stored("hers", new Storage.Mailbox(ALICE)));
    assertThat(acme.refuse(Acme.ROOT, edge(KNOWS, "private", "hers")).message())
        .contains("more private");
  }

  @Test
  void edgesOutOfAMailboxAreSeenFromItAlone() throws Exception {
    acme.apply(BOB, edge(KNOWS, "private", "common"));
    var common = new NodeId("common");
    var kept = new NodeId("private");

    assertThat(
            acme.store
                .read(
                    Acme.inMailbox(BOB, BOB),
                    it -> it.edgesOut(kept, OptionalInt.empty(), Optional.empty(), 9))
                .items())
        .hasSize(1);
    assertThat(
            acme.store
                .read(
                    Acme.viewer(BOB),
                    it -> it.edgesIn(common, OptionalInt.empty(), Optional.empty(), 9))
                .items())
        .isEmpty();
  }

  @Test
  void whoeverMakesAMailboxNodeMayJoinItUpInTheSamePlan() throws Exception {
    acme.apply(
        Shop.withAlias(stored("m", OF_BOB), "m"),
        new Operation.CreateEdge(
            KNOWS, new NodeRef.ByAlias("m"), Shop.byId("common"), Payload.EMPTY));

    assertThat(acme.refuse(ALICE, edge(KNOWS, "m", "all")).code()).isEqualTo(RefusalCode.NOT_FOUND);
  }

  private Optional<NodeView> byKey(Viewer viewer) throws StoreException {
    return acme.store.read(viewer, it -> it.nodeByKey(Shop.PERSON, EMAIL, str("e")));
  }

  private List<String> queried(Viewer viewer) throws StoreException {
    var query =
        new NodeQuery(
            Shop.PERSON, List.of(), new NodeQuery.Order.Id(), false, Optional.empty(), 0, 100);
    assertThat((long) acme.store.read(viewer, it -> it.count(query)))
        .isEqualTo(acme.store.read(viewer, it -> it.query(query)).items().size());
    return acme.store.read(viewer, it -> it.query(query)).items().stream()
        .map(it -> it.id().value())
        .toList();
  }

  private static Operation.CreateNode stored(String id, Storage storage) {
    return Shop.storedIn(person(id, "x"), storage);
  }
}
