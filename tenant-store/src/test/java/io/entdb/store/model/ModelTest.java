package io.entdb.store.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.store.AccessDeniedException;
import io.entdb.store.EdgeView;
import io.entdb.store.MailItem;
import io.entdb.store.Mailbox;
import io.entdb.store.NodeQuery;
import io.entdb.store.NodeView;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import io.entdb.store.Records;
import io.entdb.store.Shop;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantReader;
import io.entdb.store.TenantStore;
import io.entdb.store.Viewer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever several actors do, each reads exactly what a simple model of the decisions says at
 * that position, and each plan is applied, with these results, or refused, as the model says.
 * Method: one seed draws plans, pauses that let grants end, readers and queries. {@code
 * -Dentdb.seed} repeats a run, {@code -Dentdb.seeds} sets how many there are; {@code ./dev test
 * --full} runs 500.
 */
@Tag("simulation")
class ModelTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final int SEEDS = Boolean.getBoolean("entdb.full") ? 500 : 60;

  @TempDir Path folder;
  private ModelState model = new ModelState();
  private int applied;

  static LongStream seeds() {
    long first = Long.getLong("entdb.seed", 0);
    int count = Integer.getInteger("entdb.seeds", first == 0 ? SEEDS : 1);
    return LongStream.range(first, first + count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyReadIsWhatTheModelSays(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    var workload = new ModelWorkload(random.split());
    var records = new Records(ACME, 1);
    try (var store = TenantStore.open(folder.resolve("a.db"), ACME, StoreSettings.DEFAULT)) {
      store.apply(List.of(records.opening(ModelWorkload.SCHEMA)));
      model.members.put(Records.ALICE, Role.OWNER);
      run(store, records, "members", Records.ALICE, ModelWorkload.members());
      int plans = random.nextInt(20, 80);
      for (int i = 0; i < plans; i++) {
        records.later(workload.pause());
        run(store, records, "k" + i, workload.actor(), workload.plan(model));
        read(store, workload, workload.oneOf(ModelWorkload.USERS));
        read(store, workload, workload.oneOf(ModelWorkload.USERS));
      }
      for (Principal user : ModelWorkload.USERS) {
        read(store, workload, user);
      }
      read(store, workload, ModelWorkload.ROOT);
      assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    }
    assertThat(applied).as("plans that were applied").isPositive();
  }

  private void run(
      TenantStore store, Records records, String key, Principal actor, List<Operation> plan)
      throws Exception {
    LogEntry entry = records.entry(actor, authority(actor), key, plan);
    Outcome outcome = store.apply(List.of(entry)).getFirst().outcome();
    model.time = entry.brokerTime();
    ModelState next = model.copy();
    Optional<List<String>> expected;
    String why = "";
    try {
      expected = Optional.of(ModelPlans.carryOut(next, actor, plan));
      model = next;
      applied++;
    } catch (ModelPlans.Refused refused) {
      expected = Optional.empty();
      why = String.valueOf(refused.getMessage());
    }
    assertThat(told(outcome))
        .as("%s of %s: model %s, store %s", plan, actor, why, outcome)
        .isEqualTo(expected);
  }

  private static Optional<List<String>> told(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused _ -> Optional.empty();
      case Outcome.Applied(List<Outcome.OpResult> results) ->
          Optional.of(
              results.stream()
                  .map(
                      it -> {
                        var text = new StringBuilder(ModelPlans.told(it.nodeId(), it.existing()));
                        it.counts()
                            .forEach(
                                (name, n) -> text.append(' ').append(name).append('=').append(n));
                        return text.toString();
                      })
                  .toList());
    };
  }

  private static Authority authority(Principal actor) {
    return actor.isPrivileged() ? new Authority.Privileged() : new Authority.Member();
  }

  /** Compares all that one actor reads, in the tenant and in a mailbox, in one state. */
  private void read(TenantStore store, ModelWorkload workload, Principal actor)
      throws StoreException {
    var viewer = new Viewer(actor, authority(actor));
    Principal user = actor.isPrivileged() ? workload.oneOf(ModelWorkload.USERS) : actor;
    if (!new ModelAccess(model, actor).mayEnter()) {
      assertThatThrownBy(() -> store.read(viewer, it -> it.node(new NodeId("n0"), false)))
          .as("%s reads", actor)
          .isInstanceOf(AccessDeniedException.class);
      return;
    }
    compare(store, workload, viewer, null);
    compare(store, workload, viewer.in(new Viewer.Scope.Mailbox(user)), user);
    compareMail(store, workload, viewer, user);
    if (!actor.isPrivileged()) {
      Principal other = workload.oneOf(ModelWorkload.USERS);
      if (!other.equals(actor)) {
        assertThatThrownBy(() -> store.read(viewer, it -> it.mailbox(other)))
            .isInstanceOf(AccessDeniedException.class);
      }
    }
  }

  private void compare(
      TenantStore store, ModelWorkload workload, Viewer viewer, @Nullable Principal mailbox)
      throws StoreException {
    var expected = new ModelReads(model, viewer.actor(), mailbox);
    String who = viewer.actor() + (mailbox == null ? "" : " in the mailbox of " + mailbox);
    for (String id : ModelWorkload.ids()) {
      for (boolean deleted : new boolean[] {false, true}) {
        Optional<NodeView> node = store.read(viewer, it -> it.node(new NodeId(id), deleted));
        assertThat(node.map(ModelTest::text))
            .as("node %s as %s reads it", id, who)
            .isEqualTo(expected.node(id, deleted).map(ModelTest::text));
      }
    }
    for (int i = 0; i < 2; i++) {
      NodeQuery query = workload.query();
      List<String> ids = expected.query(query);
      assertThat(queried(store, viewer, query)).as("%s queries %s", who, query).isEqualTo(ids);
      assertThat((long) store.read(viewer, it -> it.count(query))).isEqualTo(ids.size());
    }
    var email = Shop.str("e" + workload.upTo(4));
    assertThat(
            store
                .read(viewer, it -> it.nodeByKey(Shop.PERSON, Shop.EMAIL, email))
                .map(it -> it.id().value()))
        .isEqualTo(expected.byKey(Shop.EMAIL, email));
    compareEdges(store, workload, viewer, expected);
    String word = workload.oneOf(ModelWorkload.WORDS);
    TenantReader.SearchPage hits = store.read(viewer, it -> it.search(Shop.ITEM, word, 0, 100));
    assertThat(new TreeSet<>(hits.nodes().stream().map(it -> it.id().value()).toList()))
        .as("%s searches %s", who, word)
        .isEqualTo(expected.search(Shop.ITEM, word));
  }

  private void compareEdges(
      TenantStore store, ModelWorkload workload, Viewer viewer, ModelReads expected)
      throws StoreException {
    String id = workload.id();
    var node = new NodeId(id);
    int size = workload.upTo(4);
    Optional<Integer> type = workload.upTo(2) == 1 ? Optional.empty() : Optional.of(Shop.KNOWS);
    OptionalInt wanted = type.map(OptionalInt::of).orElse(OptionalInt.empty());
    assertThat(edges(after -> read(store, viewer, it -> it.edgesOut(node, wanted, after, size))))
        .as("edges out of %s for %s", id, viewer)
        .isEqualTo(expected.edges(id, true, type));
    assertThat(edges(after -> read(store, viewer, it -> it.edgesIn(node, wanted, after, size))))
        .as("edges into %s for %s", id, viewer)
        .isEqualTo(expected.edges(id, false, type));
    int depth = workload.upTo(3);
    int edgeType = workload.upTo(2) == 1 ? ModelWorkload.HOLDS : Shop.KNOWS;
    var connected = new ArrayList<String>();
    Optional<PageKey> after = Optional.empty();
    do {
      Optional<PageKey> from = after;
      TenantReader.Connected page =
          store.read(viewer, it -> it.connected(node, edgeType, depth, from, size));
      page.nodes().items().forEach(it -> connected.add(it.id().value()));
      after = page.nodes().next();
    } while (after.isPresent());
    assertThat(connected)
        .as("connected with %s for %s", id, viewer)
        .isEqualTo(expected.connected(id, edgeType, depth));
  }

  private void compareMail(TenantStore store, ModelWorkload workload, Viewer viewer, Principal user)
      throws StoreException {
    var expected = new ModelReads(model, viewer.actor(), null);
    for (boolean unread : new boolean[] {false, true}) {
      var filter = new Mailbox.Filter(unread, OptionalInt.empty());
      var items = new ArrayList<String>();
      Optional<PageKey> after = Optional.empty();
      do {
        Optional<PageKey> from = after;
        Page<MailItem> page = store.read(viewer, it -> it.mailbox(user).items(filter, from, 0, 3));
        page.items()
            .forEach(
                it ->
                    items.add(
                        it.number() + " " + it.node() + " " + it.read() + " " + it.createdAt()));
        after = page.next();
      } while (after.isPresent());
      assertThat(items)
          .as("mailbox of %s for %s", user, viewer)
          .isEqualTo(expected.items(user, unread));
    }
    assertThat((int) store.read(viewer, it -> it.mailbox(user).unreadCount()))
        .isEqualTo(expected.items(user, true).size());
    String word = workload.oneOf(ModelWorkload.WORDS);
    Mailbox.Hits hits = store.read(viewer, it -> it.mailbox(user).search(word, List.of(), 0, 100));
    assertThat(new TreeSet<>(hits.hits().stream().map(it -> it.item().node().value()).toList()))
        .as("%s searches %s in the mailbox of %s", viewer, word, user)
        .isEqualTo(expected.searchMail(user, word));
  }

  private static List<String> queried(TenantStore store, Viewer viewer, NodeQuery query)
      throws StoreException {
    var ids = new ArrayList<String>();
    Optional<PageKey> after = Optional.empty();
    do {
      var paged =
          new NodeQuery(
              query.typeId(),
              query.filters(),
              query.order(),
              query.descending(),
              after,
              0,
              query.size());
      Page<NodeView> page = store.read(viewer, it -> it.query(paged));
      page.items().forEach(it -> ids.add(it.id().value()));
      after = page.next();
    } while (after.isPresent());
    return ids;
  }

  private static List<String> edges(Function<Optional<PageKey>, Page<EdgeView>> pages) {
    var texts = new ArrayList<String>();
    Optional<PageKey> after = Optional.empty();
    do {
      Page<EdgeView> page = pages.apply(after);
      page.items().forEach(it -> texts.add(it.edgeType() + " " + it.from() + " " + it.to()));
      after = page.next();
    } while (after.isPresent());
    return texts;
  }

  private static Page<EdgeView> read(
      TenantStore store, Viewer viewer, Function<TenantReader, Page<EdgeView>> reading) {
    try {
      return store.read(viewer, reading::apply);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(NodeView node) {
    return String.join(
        " ",
        node.id().value(),
        node.typeId() + "",
        node.payload().toString(),
        node.owner().value(),
        node.restricted() + "",
        node.acl().toString(),
        node.version() + "",
        node.createdAt() + "",
        node.updatedAt() + "",
        node.deleted() + "",
        node.storage().toString());
  }

  private static String text(ModelState.Node node) {
    return String.join(
        " ",
        node.id(),
        node.type() + "",
        node.payload().toString(),
        node.owner(),
        node.acl().isPresent() + "",
        node.acl().orElse(List.of()).toString(),
        node.version() + "",
        node.created() + "",
        node.updated() + "",
        node.deleted() + "",
        node.storage().toString());
  }
}
