package io.entdb.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.LogEntry;
import io.entdb.store.NodeQuery;
import io.entdb.store.PageKey;
import io.entdb.store.Records;
import io.entdb.store.Shop;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which indexes SQLite uses. Nothing here decides an answer, only how long it takes. */
class QueryPlanTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final String SORTS = "TEMP B-TREE";

  @TempDir Path folder;
  private TenantStore store;
  private Statements statements;

  @BeforeEach
  void open() throws Exception {
    Path file = folder.resolve("acme.db");
    store = TenantStore.open(file, ACME, StoreSettings.DEFAULT);
    var records = new Records(ACME, 1);
    var log = new ArrayList<LogEntry>(List.of(records.opening(Shop.SCHEMA)));
    for (int i = 0; i < 50; i++) {
      log.add(
          records.plan(
              Shop.person("n" + i, Map.of(Shop.NAME, Shop.str("x"), Shop.AGE, Shop.num(i)))));
    }
    store.apply(log);
    statements = new Connections(file, StoreSettings.DEFAULT, Statements::new).reader();
  }

  @AfterEach
  void close() throws Exception {
    statements.connection().rollback();
    statements.close();
    store.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.class,
      names = {"EQ", "IN", "GT", "GTE", "LT", "LTE"})
  void aFilterOnAnIndexedFieldSearchesItsValues(Op op) {
    String plan = plan(query(new NodeQuery.Order.CreatedAt(), Optional.empty(), age(op)));

    assertThat(plan)
        .contains("SEARCH f USING PRIMARY KEY (type_id=? AND field_id=? AND value")
        .contains("SEARCH n USING PRIMARY KEY (id=?)")
        .doesNotContain("SCAN");
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.class,
      names = {"NEQ", "LIKE", "CONTAINS"})
  void otherFiltersFollowTheOrder(Op op) {
    Filter filter = op == Op.NEQ ? age(op) : new Filter(Shop.NAME, op, List.of(Shop.str("x")));
    String plan = plan(query(new NodeQuery.Order.CreatedAt(), Optional.empty(), filter));

    assertThat(plan).contains("USING INDEX node_by_creation").doesNotContain(SORTS);
  }

  static Stream<NodeQuery.Order> orders() {
    return Stream.of(
        new NodeQuery.Order.CreatedAt(),
        new NodeQuery.Order.UpdatedAt(),
        new NodeQuery.Order.Id(),
        new NodeQuery.Order.Field(Shop.AGE));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderIsThatOfAnIndexAlsoBehindAPageToken(NodeQuery.Order order) {
    for (Optional<PageKey> after :
        List.of(Optional.<PageKey>empty(), Optional.of(new PageKey(Shop.num(7), "n7")))) {
      assertThat(plan(query(order, after))).doesNotContain(SORTS).doesNotContain("SCAN");
    }
  }

  @Test
  void anOrderByAnIndexedFieldStartsAtThePageToken() {
    var after = Optional.of(new PageKey(Shop.num(7), "n7"));

    assertThat(plan(query(new NodeQuery.Order.Field(Shop.AGE), after)))
        .contains("SEARCH o USING PRIMARY KEY (type_id=? AND field_id=? AND (value,node_id)>(?,?)");
  }

  @Test
  void aQueryInAMailboxReadsThatMailboxAlone() {
    NodeQuery query = query(new NodeQuery.Order.CreatedAt(), Optional.empty());
    NodeSelect select = NodeSelect.of(statements, query, Shop.PERSONS, Optional.of(Records.ALICE));

    assertThat(explained(select.sql(), select.values()))
        .contains("SEARCH n USING INDEX node_of_mailbox (target_user=? AND type_id=?)")
        .doesNotContain(SORTS);
  }

  @Test
  void edgesOfANodeComeInOrderFromAnIndex() {
    for (EdgeSelect.Direction direction : EdgeSelect.Direction.values()) {
      var select = new EdgeSelect(direction, "n1", OptionalInt.empty(), Optional.empty());
      assertThat(explained(select.sql(), select.values()))
          .contains(direction == EdgeSelect.Direction.OUT ? "edge_out" : "edge_in")
          .doesNotContain(SORTS);
    }
  }

  @Test
  void whatTheRulesAskIsSearchedAndNeverScanned() {
    Map<String, Object[]> asked =
        Map.ofEntries(
            Map.entry("read/node", new Object[] {"n1"}),
            Map.entry("read/grants", new Object[] {"n1"}),
            Map.entry("read/holder", new Object[] {1, "2", new byte[0]}),
            Map.entry("read/edges_at", new Object[] {"n1"}),
            Map.entry("read/edges_of_type", new Object[] {"n1", 10}),
            Map.entry("read/sharers", new Object[] {"n1"}),
            Map.entry("read/owned", new Object[] {"user:alice", "", 10}),
            Map.entry("read/granted_to", new Object[] {"user:alice", 10}),
            Map.entry("read/live_grant", new Object[] {"user:alice", 1L}),
            Map.entry("read/group_members", new Object[] {"group:g"}),
            Map.entry("read/groups_of", new Object[] {"user:alice"}),
            Map.entry("read/items_of_node", new Object[] {"n1"}),
            Map.entry("read/mail", new Object[] {"user:alice", 9L, 0L}),
            Map.entry("read/outcome", new Object[] {"k"}));
    asked.forEach(
        (name, values) ->
            assertThat(explained(Sql.text(name), values))
                .as(name)
                .contains("SEARCH")
                .doesNotContain("SCAN n")
                .doesNotContain("SCAN edge")
                .doesNotContain("SCAN mailbox"));
    assertThat(explained(Sql.text("read/owned"), "user:alice", "", 10))
        .contains("node_by_owner (owner=? AND id>?)")
        .doesNotContain(SORTS);
    assertThat(explained(Sql.text("read/mail"), "user:alice", 9L, 0L))
        .contains("SEARCH i USING PRIMARY KEY (user=? AND number>? AND number<?)")
        .doesNotContain(SORTS);
  }

  private static Filter age(Op op) {
    List<Value> values = op == Op.IN ? List.of(Shop.num(3), Shop.num(5)) : List.of(Shop.num(3));
    return new Filter(Shop.AGE, op, values);
  }

  private static NodeQuery query(
      NodeQuery.Order order, Optional<PageKey> after, Filter... filters) {
    return new NodeQuery(Shop.PERSON, List.of(filters), order, false, after, 0, 10);
  }

  private String plan(NodeQuery query) {
    NodeSelect select = NodeSelect.of(statements, query, Shop.PERSONS, Optional.empty());
    return explained(select.sql(), select.values());
  }

  private String explained(String sql, Object... values) {
    var plan = new StringBuilder();
    statements.eachOf(
        "EXPLAIN QUERY PLAN " + sql,
        row -> {
          plan.append(row.getString(4)).append('\n');
          return true;
        },
        values);
    return plan.toString();
  }
}
