package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Records.BOB;
import static io.entdb.store.Shop.EMAIL;
import static io.entdb.store.Shop.KNOWS;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.byId;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static io.entdb.store.Shop.withAcl;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.record.FeedChange;
import io.entdb.model.record.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers of the change feed are told. */
class ChangeFeedTest {
  private static final Viewer AS_ALICE = Acme.viewer(ALICE);
  private static final Viewer AS_BOB = Acme.viewer(BOB);

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  private FeedPage page(Viewer viewer, long after, int changes) throws Exception {
    return acme.store.read(viewer, it -> it.changes(OptionalLong.of(after), changes));
  }

  private long end() {
    return acme.store.state().n();
  }

  /** All that a viewer is told of what comes after a record, as short texts. */
  private List<String> told(Viewer viewer, long after) throws Exception {
    return page(viewer, after, 1_000).events().stream()
        .flatMap(event -> event.changes().stream())
        .map(ChangeFeedTest::text)
        .toList();
  }

  private static String text(FeedChange change) {
    return switch (change) {
      case FeedChange.OfNode node -> node.kind() + " " + node.id() + " v" + node.version();
      case FeedChange.OfEdge edge -> edge.kind() + " " + edge.from() + "->" + edge.to();
      case FeedChange.OfSchema _ -> "SCHEMA";
    };
  }

  @Test
  void changesAreToldInTheOrderOfTheLog() throws Exception {
    long start = end();
    acme.apply(person("a", "x"), person("b", "y"), edge(KNOWS, "a", "b"));
    acme.apply(Shop.update("a", Map.of(NAME, str("z"))));
    acme.apply(new Operation.DeleteEdge(KNOWS, byId("a"), byId("b")));

    assertThat(told(AS_BOB, start))
        .containsExactly(
            "CREATED a v1", "CREATED b v1", "CREATED a->b", "UPDATED a v2", "DELETED a->b");
    FeedEvent first = page(AS_BOB, start, 1).events().getFirst();
    assertThat(first.actor()).isEqualTo(ALICE);
    assertThat(first.n()).isEqualTo(start + 1);
  }

  /** Of what is gone by the time of reading, only that it went. */
  @Test
  void aReaderThatComesLateHearsOfTheEndOnly() throws Exception {
    long start = end();
    acme.apply(person("a", "x"), person("b", "y"), edge(KNOWS, "a", "b"));
    acme.apply(new Operation.DeleteNode(byId("a"), false));
    acme.apply(new Operation.DeleteNode(byId("b"), true));

    assertThat(told(AS_BOB, start)).containsExactly("DELETED a v2", "DELETED b v1");
  }

  @Test
  void aRefusedPlanTellsNothingAndMovesTheReaderOn() throws Exception {
    acme.apply(person("a", Map.of(NAME, str("x"), EMAIL, str("e"))));
    long start = end();
    acme.refuse(BOB, person("b", Map.of(NAME, str("x"), EMAIL, str("e"))));

    FeedPage page = page(AS_BOB, start, 10);
    assertThat(page.events()).isEmpty();
    assertThat(page.through()).isEqualTo(start + 1);
    assertThat(page.hasMore()).isFalse();
  }

  @Test
  void whoLosesOrGetsAccessIsToldOnce() throws Exception {
    long start = end();
    acme.apply(withAcl(person("p", "x")));
    assertThat(told(AS_BOB, start)).isEmpty();
    acme.apply(new Operation.ShareNode(byId("p"), Grant.read(BOB)));
    assertThat(told(AS_BOB, start)).containsExactly("CREATED p v1", "ACCESS p v2");
    start = end();
    acme.apply(new Operation.RevokeAccess(byId("p"), BOB));
    acme.apply(Shop.update("p", Map.of(NAME, str("secret"))));

    assertThat(told(AS_BOB, start)).hasSize(1).first().asString().startsWith("ACCESS p");
    assertThat(told(AS_ALICE, start)).hasSize(2);
  }

  @Test
  void aDeletedNodeIsToldToThoseWhoSawIt() throws Exception {
    acme.apply(withAcl(person("p", "x")), withAcl(person("q", "x"), Grant.read(BOB)));
    long start = end();
    acme.apply(new Operation.DeleteNode(byId("p"), true));
    acme.apply(new Operation.DeleteNode(byId("q"), true));

    assertThat(told(AS_BOB, start)).containsExactly("DELETED q v1");
    assertThat(told(AS_ALICE, start)).containsExactly("DELETED p v1", "DELETED q v1");
  }

  @Test
  void mailboxesHaveTheirOwnFeed() throws Exception {
    long start = end();
    acme.apply(BOB, Shop.storedIn(person("m", "x"), new Storage.Mailbox(BOB)));
    acme.apply(BOB, new Operation.DeleteNode(byId("m"), true));

    assertThat(told(AS_BOB, start)).isEmpty();
    assertThat(told(Acme.viewer(Acme.ROOT), start)).isEmpty();
    assertThat(told(Acme.inMailbox(BOB, BOB), start)).containsExactly("DELETED m v1");
  }

  @Test
  void pagesKeepRecordsWholeAndGoOnWhereTheyEnded() throws Exception {
    long start = end();
    for (int i = 0; i < 20; i++) {
      acme.apply(person("a" + i, "x"), person("b" + i, "x"));
    }
    var told = new ArrayList<String>();
    long after = start;
    FeedPage page;
    do {
      page = page(AS_BOB, after, 3);
      assertThat(page.events()).allSatisfy(event -> assertThat(event.changes()).hasSize(2));
      page.events().forEach(event -> event.changes().forEach(it -> told.add(text(it))));
      after = page.through();
    } while (page.hasMore());

    assertThat(told).isEqualTo(told(AS_BOB, start)).hasSize(40);
  }

  @Test
  void theFloorRisesWithWhatIsForgotten() throws Exception {
    acme.apply(person("a", "x"));
    long first = end();
    acme.records.later(Limits.OUTCOME_TTL_MS + 10_000);
    acme.apply(person("b", "x")); // Forgets the opening and the record of a.

    FeedPage page = page(AS_BOB, first, 10);
    assertThat(page.floor()).isEqualTo(first);
    assertThat(page.events()).hasSize(1);
    assertThat(acme.store.read(AS_BOB, it -> it.changes(OptionalLong.empty(), 10)).events())
        .hasSize(1);
  }

  /**
   * Goal: a copy that is kept by the feed alone shows what its reader may see. Method: random
   * operations; each of three readers asks now and then for what changed, reads those nodes anew
   * and forgets what it may not read; at the end its copy equals a query.
   */
  @Test
  void aCopyKeptByTheFeedIsWhatItsReaderMaySee() throws Exception {
    var carol = new Principal("user:carol");
    List<Principal> readers = List.of(ALICE, BOB, carol);
    for (long seed = 1; seed <= 30; seed++) {
      var random = new SplittableRandom(seed);
      long start = end();
      List<Copy> copies =
          readers.stream().map(reader -> new Copy(Acme.viewer(reader), start)).toList();
      for (int step = 0; step < 60; step++) {
        String id = "s" + seed + "-" + random.nextInt(8);
        Principal actor = readers.get(random.nextInt(3));
        Principal other = readers.get(random.nextInt(3));
        acme.outcome(actor, operation(random, id, other));
        copies.get(random.nextInt(3)).catchUp(random.nextInt(1, 4));
      }
      for (Copy copy : copies) {
        copy.catchUp(1);
        assertThat(copy.versions)
            .as("seed %d, %s", seed, copy.viewer)
            .isEqualTo(copy.visible(seed));
      }
    }
  }

  private static Operation operation(SplittableRandom random, String id, Principal other) {
    return switch (random.nextInt(8)) {
      case 0 -> person(id, "x");
      case 1 -> withAcl(person(id, "x"));
      case 2 -> Shop.update(id, Map.of(NAME, str("n" + random.nextInt())));
      case 3 -> new Operation.DeleteNode(byId(id), random.nextBoolean());
      case 4 -> new Operation.SetVisibility(byId(id), List.of(Grant.read(other)));
      case 5 -> new Operation.ShareNode(byId(id), Grant.read(other));
      case 6 -> new Operation.ShareNode(byId(id), Grant.ofWord(other, "deny", 0));
      default -> new Operation.RevokeAccess(byId(id), other);
    };
  }

  /** What one reader knows from the feed. */
  private final class Copy {
    final Viewer viewer;
    final Map<String, Long> versions = new TreeMap<>();
    private long after;

    Copy(Viewer viewer, long after) {
      this.viewer = viewer;
      this.after = after;
    }

    void catchUp(int changes) throws Exception {
      FeedPage page;
      do {
        page = page(viewer, after, changes);
        for (FeedEvent event : page.events()) {
          for (FeedChange change : event.changes()) {
            look(change);
          }
        }
        after = page.through();
      } while (page.hasMore());
    }

    private void look(FeedChange change) throws Exception {
      if (change instanceof FeedChange.OfNode node) {
        Optional<NodeView> now = acme.node(viewer, node.id());
        now.ifPresentOrElse(
            it -> versions.put(node.id(), it.version()), () -> versions.remove(node.id()));
      }
    }

    Map<String, Long> visible(long seed) throws Exception {
      var visible = new TreeMap<String, Long>();
      for (int i = 0; i < 8; i++) {
        String id = "s" + seed + "-" + i;
        acme.node(viewer, id).ifPresent(it -> visible.put(id, it.version()));
      }
      return visible;
    }
  }
}
