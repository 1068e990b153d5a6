package io.entdb.store;

import static io.entdb.store.Shop.AGE;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.PERSON;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.num;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.Filter;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What queries find, in which order, page by page. */
class QueryTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Viewer ALICE = new Viewer(Records.ALICE, new Authority.Asserted());
  private static final Viewer BOB = new Viewer(Records.BOB, new Authority.Asserted());

  @TempDir Path folder;
  private final Records records = new Records(ACME, 1);
  private TenantStore store;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("acme.db"), ACME, StoreSettings.DEFAULT);
    store.apply(List.of(records.opening(Shop.SCHEMA)));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void everyOrderPagesThroughAllNodesOnce() throws Exception {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      Map<Integer, Value> fields = new HashMap<>(Map.of(NAME, str("p")));
      if (i % 3 != 0) {
        fields.put(AGE, num(random.nextInt(5)));
      }
      apply(person("n" + i, fields));
    }
    for (NodeQuery.Order order :
        List.of(
            new NodeQuery.Order.CreatedAt(),
            new NodeQuery.Order.UpdatedAt(),
            new NodeQuery.Order.Id(),
            new NodeQuery.Order.Field(AGE))) {
      List<String> rising = pages(order, false, 7);
      assertThat(rising).as("%s", order).hasSize(50).doesNotHaveDuplicates();
      assertThat(pages(order, true, 9)).as("%s", order).isEqualTo(rising.reversed());
    }
  }

  @Test
  void pagesStayTrueWhileNodesComeAndGo() throws Exception {
    for (int i = 0; i < 20; i++) {
      apply(person("n%02d".formatted(i), "p"));
    }
    Page<NodeView> first = query(List.of(), new NodeQuery.Order.Id(), false, Optional.empty(), 5);
    apply(new Operation.DeleteNode(Shop.byId("n04"), false));
    apply(person("n00x", "late"));
    Page<NodeView> second = query(List.of(), new NodeQuery.Order.Id(), false, first.next(), 5);

    assertThat(ids(second)).containsExactly("n05", "n06", "n07", "n08", "n09");
  }

  @Test
  void filtersMeanTheSameWithAndWithoutAnIndex() throws Exception {
    for (int i = 0; i < 10; i++) {
      apply(person("n" + i, Map.of(NAME, str("name" + i), AGE, num(i))));
    }
    apply(person("none", "nobody"));

    assertThat(found(new Filter(AGE, Filter.Op.GTE, List.of(num(8))))).containsExactly("n8", "n9");
    assertThat(found(new Filter(AGE, Filter.Op.LT, List.of(num(2))))).containsExactly("n0", "n1");
    assertThat(found(new Filter(AGE, Filter.Op.IN, List.of(num(1), num(4), num(99)))))
        .containsExactly("n1", "n4");
    assertThat(found(new Filter(AGE, Filter.Op.NEQ, List.of(num(1)))))
        .hasSize(9)
        .doesNotContain("none");
    assertThat(found(new Filter(NAME, Filter.Op.LIKE, List.of(str("%e_")))))
        .hasSize(10)
        .doesNotContain("none");
    assertThat(found(new Filter(NAME, Filter.Op.CONTAINS, List.of(str("obod")))))
        .containsExactly("none");
  }

  @Test
  void likeTakesNoLongerThanThePatternTimesTheText() throws Exception {
    apply(person("n1", "a".repeat(20_000)));

    List<String> found =
        found(new Filter(NAME, Filter.Op.LIKE, List.of(str("%a".repeat(100) + "b"))));

    assertThat(found).isEmpty();
  }

  @Test
  void operatorsThatDoNotFitTheKindAreNamed() {
    assertThatThrownBy(() -> found(new Filter(AGE, Filter.Op.LIKE, List.of(str("x")))))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("like does not apply to field 3 of kind int");
    assertThatThrownBy(
            () -> query(List.of(), new NodeQuery.Order.Field(NAME), false, Optional.empty(), 5))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("not indexed");
  }

  @Test
  void aPageIsFilledWithWhatTheViewerSees() throws Exception {
    for (int i = 0; i < 20; i++) {
      var node = person("n%02d".formatted(i), "p");
      apply(i % 2 == 0 ? Shop.withAcl(node) : node);
    }
    Page<NodeView> page =
        store.read(BOB, it -> it.query(queryOf(new NodeQuery.Order.Id(), Optional.empty(), 4)));

    long count =
        store.read(BOB, it -> it.count(queryOf(new NodeQuery.Order.Id(), Optional.empty(), 4)));

    assertThat(ids(page)).containsExactly("n01", "n03", "n05", "n07");
    assertThat(count).isEqualTo(10);
  }

  @Test
  void indexingAFieldLaterFindsTheNodesThatAreThere() throws Exception {
    apply(person("n1", Map.of(NAME, str("a"), Shop.CITY, str("x"))));
    var person = Shop.PERSONS;
    var fields = new ArrayList<>(person.fields());
    fields.replaceAll(
        it ->
            it.fieldId() == Shop.CITY
                ? new io.entdb.model.schema.FieldDef(
                    it.fieldId(),
                    it.name(),
                    it.kind(),
                    false,
                    "",
                    List.of(),
                    0,
                    true,
                    false,
                    false,
                    false,
                    false,
                    "")
                : it);
    var schema =
        io.entdb.model.schema.Schema.of(
            List.of(
                new io.entdb.model.schema.NodeType(
                    PERSON,
                    "Person",
                    fields,
                    false,
                    "",
                    Optional.empty(),
                    person.dataPolicy(),
                    0,
                    "",
                    0,
                    person.compositeUnique(),
                    List.of(),
                    person.capabilities()),
                Shop.ITEMS),
            Shop.SCHEMA.edgeTypes().values());

    apply(new Operation.PutSchema(schema));

    Optional<NodeView> found = store.read(ALICE, it -> it.nodeByKey(PERSON, Shop.CITY, str("x")));
    assertThat(found).isPresent();
  }

  @Test
  void traversalGoesOverVisibleNodesOnlyNearestFirst() throws Exception {
    apply(person("a", "a"));
    apply(person("b", "b"));
    apply(Shop.withAcl(person("hidden", "h")));
    apply(person("c", "c"));
    apply(person("d", "d"));
    apply(edge(Shop.KNOWS, "a", "b"));
    apply(edge(Shop.KNOWS, "b", "c"));
    apply(edge(Shop.KNOWS, "c", "a"));
    apply(edge(Shop.KNOWS, "a", "hidden"));
    apply(edge(Shop.KNOWS, "hidden", "d"));

    assertThat(reached(BOB, 1)).containsExactly("b");
    assertThat(reached(BOB, 3)).containsExactly("b", "c");
    assertThat(reached(ALICE, 2)).containsExactly("hidden", "b", "d", "c");
  }

  @Test
  void traversalShowsTheYoungestOfOneDistanceFirstAndPagesByIt() throws Exception {
    apply(person("a", "a"));
    for (String id : List.of("n", "m", "x", "k")) {
      apply(person(id, id));
      apply(edge(Shop.KNOWS, "a", id));
    }
    var pages = new ArrayList<String>();
    Optional<PageKey> after = Optional.empty();
    do {
      Optional<PageKey> start = after;
      Page<NodeView> page =
          store.read(ALICE, it -> it.connected(new NodeId("a"), Shop.KNOWS, 1, start, 3)).nodes();
      pages.addAll(ids(page));
      after = page.next();
    } while (after.isPresent());

    assertThat(pages).containsExactly("k", "x", "m", "n");
  }

  private List<String> reached(Viewer viewer, int depth) throws StoreException {
    TenantReader.Connected connected =
        store.read(
            viewer, it -> it.connected(new NodeId("a"), Shop.KNOWS, depth, Optional.empty(), 10));
    return ids(connected.nodes());
  }

  private List<String> found(Filter filter) throws StoreException {
    return ids(query(List.of(filter), new NodeQuery.Order.Id(), false, Optional.empty(), 100));
  }

  private List<String> pages(NodeQuery.Order order, boolean descending, int size)
      throws StoreException {
    var all = new ArrayList<String>();
    Optional<PageKey> after = Optional.empty();
    do {
      Page<NodeView> page = query(List.of(), order, descending, after, size);
      all.addAll(ids(page));
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private Page<NodeView> query(
      List<Filter> filters,
      NodeQuery.Order order,
      boolean descending,
      Optional<PageKey> after,
      int size)
      throws StoreException {
    var query = new NodeQuery(PERSON, filters, order, descending, after, 0, size);
    return store.read(ALICE, it -> it.query(query));
  }

  private static NodeQuery queryOf(NodeQuery.Order order, Optional<PageKey> after, int size) {
    return new NodeQuery(PERSON, List.of(), order, false, after, 0, size);
  }

  private static List<String> ids(Page<NodeView> page) {
    return page.items().stream().map(it -> it.id().value()).toList();
  }

  private void apply(Operation operation) throws Exception {
    store.apply(List.of(records.plan(operation)));
  }
}
