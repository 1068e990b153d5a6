package io.entdb.store;

import static io.entdb.store.Shop.AGE;
import static io.entdb.store.Shop.EMAIL;
import static io.entdb.store.Shop.KNOWS;
import static io.entdb.store.Shop.NAME;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.num;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static io.entdb.store.Shop.update;
import static io.entdb.store.Shop.withAcl;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Filter;
import io.entdb.model.Filter.Op;
import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.NodeId;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting what meets conditions. */
class DeleteWhereTest {
  private static final Viewer ALICE = Acme.viewer(Records.ALICE);

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

  @Test
  void theLowestIdsGoFirstUpToTheLimit() throws Exception {
    for (String id : List.of("c", "a", "\uD83D\uDE00", "\uFFFD", "b")) {
      acme.apply(person(id, Map.of(NAME, str("x"), AGE, num(1))));
    }
    acme.apply(person("other", Map.of(NAME, str("x"), AGE, num(2))));

    // By code points: an emoji comes after U+FFFD, although Java's own order says otherwise.
    assertThat(deleted(where(AGE, Op.EQ, num(1)), 4)).isEqualTo(4);
    assertThat(live()).containsExactly("other", "\uD83D\uDE00");
  }

  @Test
  void noLimitMeansAThousandAndNoneIsAboveTenThousand() throws Exception {
    for (int from = 0; from < 10_300; from += 5_150) {
      var operations = new ArrayList<Operation>();
      for (int i = from; i < from + 5_150; i++) {
        operations.add(person("n" + i, Map.of(NAME, str("x"), AGE, num(1))));
      }
      acme.apply(operations.toArray(Operation[]::new));
    }

    assertThat(deleted(where(NAME, Op.EQ, str("x")), 0)).isEqualTo(Limits.DELETE_WHERE_DEFAULT);
    assertThat(deleted(where(NAME, Op.EQ, str("x")), -5)).isEqualTo(1_000);
    assertThat(deleted(where(NAME, Op.EQ, str("x")), Integer.MAX_VALUE)).isEqualTo(8_300);
    acme.apply(person("last", "y"));
    assertThat(live()).containsExactly("last");
  }

  @Test
  void itSeesWhatThePlanDidBefore() throws Exception {
    acme.apply(person("changed", Map.of(NAME, str("x"), AGE, num(1))));
    acme.apply(person("saved", Map.of(NAME, str("x"), AGE, num(1))));
    acme.apply(person("gone", Map.of(NAME, str("x"), AGE, num(2))));

    List<OpResult> results =
        acme.apply(
            update("changed", Map.of(AGE, num(2))),
            update("saved", Map.of(AGE, num(3))),
            new Operation.DeleteNode(Shop.byId("gone"), false),
            person("made", Map.of(NAME, str("x"), AGE, num(2))),
            new Operation.DeleteWhere(Shop.PERSON, where(AGE, Op.LTE, num(2)), 10, true));

    assertThat(results.getLast().counts()).containsEntry("deleted", 2L);
    assertThat(live()).containsExactly("saved");
  }

  @Test
  void edgesGrantsAndKeysGoWithTheNodes() throws Exception {
    acme.apply(
        withAcl(
            person("a", Map.of(NAME, str("x"), EMAIL, str("e"))),
            Grant.ofWord(Records.BOB, "delete", 0)));
    acme.apply(person("b", "y"), edge(KNOWS, "b", "a"), edge(KNOWS, "a", "b"));

    assertThat(deleted(where(NAME, Op.EQ, str("x")), 1)).isEqualTo(1);

    assertThat(
            acme.store
                .read(
                    ALICE,
                    it -> it.edgesOut(new NodeId("b"), OptionalInt.empty(), Optional.empty(), 9))
                .items())
        .isEmpty();
    acme.apply(person("c", Map.of(NAME, str("z"), EMAIL, str("e"))));
  }

  @Test
  void whatTheActorMayNotDeleteStays() throws Exception {
    acme.apply(
        withAcl(person("hidden", "x")),
        withAcl(person("readable", "x"), Grant.read(Records.BOB)),
        withAcl(person("writable", "x"), Grant.ofWord(Records.BOB, "write", 0)),
        withAcl(person("deletable", "x"), Grant.ofWord(Records.BOB, "delete", 0)),
        withAcl(person("denied", "x"), Grant.ofWord(Records.BOB, "deny", 0)),
        person("open", "x"));

    List<OpResult> results =
        acme.apply(
            Records.BOB,
            new Operation.DeleteWhere(Shop.PERSON, where(NAME, Op.EQ, str("x")), 10, false));

    assertThat(results.getFirst().counts()).containsEntry("deleted", 2L);
    assertThat(live()).containsExactly("denied", "hidden", "readable", "writable");
  }

  @Test
  void nodesThatMayNotBeDeletedAreAskedForOnlySoLong() throws Exception {
    int per = Limits.DELETE_WHERE_ASKED_MAX / 4;
    for (int from = 0; from < Limits.DELETE_WHERE_ASKED_MAX; from += per) {
      var operations = new ArrayList<Operation>();
      for (int i = from; i < from + per; i++) {
        operations.add(withAcl(person("n%05d".formatted(i), "x")));
      }
      acme.apply(operations.toArray(Operation[]::new));
    }
    acme.apply(person("n%05d".formatted(Limits.DELETE_WHERE_ASKED_MAX - 2) + "a", "x"));
    acme.apply(person("z", "x"));

    assertThat(
            acme.apply(
                    Records.BOB,
                    new Operation.DeleteWhere(Shop.PERSON, where(NAME, Op.EQ, str("x")), 10, true))
                .getFirst()
                .counts())
        .containsEntry("deleted", 1L);
    assertThat(acme.sees(ALICE, "z")).isTrue();
  }

  @Test
  void mailboxesAreLeftAlone() throws Exception {
    acme.apply(Shop.storedIn(person("m", "x"), new Storage.Mailbox(Records.ALICE)));

    assertThat(deleted(where(NAME, Op.EQ, str("x")), 10)).isZero();
  }

  @Test
  void conditionsThatDoNotFitAreRefused() throws Exception {
    assertThat(refusal(List.of()).message()).contains("one filter or more");
    assertThat(refusal(where(99, Op.EQ, num(1))).message()).contains("no field 99");
    assertThat(refusal(where(AGE, Op.LIKE, str("%"))).message()).contains("does not apply");
    assertThat(refusal(where(NAME, Op.LIKE, str("%".repeat(300)))).message())
        .contains("more than 256 characters");
    assertThat(refusal(where(NAME, Op.CONTAINS, str("x".repeat(300)))).message())
        .contains("more than 256 characters");
    assertThat(refusal(List.of(new Filter(AGE, Op.EQ, List.of()))).message()).contains("0 values");
    List<Value> many = java.util.Collections.nCopies(1_001, num(1));
    assertThat(refusal(List.of(new Filter(AGE, Op.IN, many))).code())
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    assertThat(
            acme.refuse(
                    Records.ALICE,
                    new Operation.DeleteWhere(4711, where(AGE, Op.EQ, num(1)), 1, true))
                .code())
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
  }

  @Test
  void aLegalHoldKeepsEverything() throws Exception {
    acme.apply(Acme.ROOT, new Operation.SetTenantStatus(TenantStatus.LEGAL_HOLD));

    assertThat(refusal(where(AGE, Op.EQ, num(1))).code()).isEqualTo(RefusalCode.TENANT_CLOSED);
  }

  /**
   * Goal: delete_where deletes what a query by the same filters finds, whether an index leads or
   * not. Method: random nodes and filters; ids found by a query, then deleted, must be the same.
   */
  @Test
  void itDeletesWhatAQueryFinds() throws Exception {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 60; round++) {
      for (int i = 0; i < 8; i++) {
        acme.apply(
            person(
                "r" + round + "-" + i,
                Map.of(
                    NAME,
                    str("n" + random.nextInt(4)),
                    AGE,
                    random.nextInt(4) == 0 ? Value.NULL : num(random.nextInt(6)))));
      }
      List<Filter> filters = new ArrayList<>();
      Op[] scalar = {Op.EQ, Op.NEQ, Op.GT, Op.GTE, Op.LT, Op.LTE, Op.IN};
      filters.addAll(where(AGE, scalar[random.nextInt(scalar.length)], num(random.nextInt(6))));
      if (random.nextBoolean()) {
        Op[] text = {Op.EQ, Op.NEQ, Op.LIKE, Op.CONTAINS, Op.GT};
        filters.addAll(where(NAME, text[random.nextInt(text.length)], str("n1")));
      }
      var query =
          new NodeQuery(
              Shop.PERSON,
              filters,
              new NodeQuery.Order.Id(),
              false,
              Optional.empty(),
              0,
              random.nextInt(1, 5));
      List<String> before = live();
      List<String> found =
          acme.store.read(ALICE, it -> it.query(query)).items().stream()
              .map(it -> it.id().value())
              .toList();

      assertThat(deleted(filters, query.size())).isEqualTo(found.size());
      List<String> expected = new ArrayList<>(before);
      expected.removeAll(found);
      assertThat(live()).isEqualTo(expected);
    }
  }

  private long deleted(List<Filter> filters, int limit) throws Exception {
    var operation = new Operation.DeleteWhere(Shop.PERSON, filters, limit, true);
    return acme.apply(operation).getFirst().counts().getOrDefault("deleted", -1L);
  }

  private io.entdb.model.record.Outcome.Refused refusal(List<Filter> filters) throws Exception {
    return acme.refuse(Records.ALICE, new Operation.DeleteWhere(Shop.PERSON, filters, 1, true));
  }

  private static List<Filter> where(int field, Op op, Value value) {
    return List.of(new Filter(field, op, List.of(value)));
  }

  private List<String> live() throws StoreException {
    var query =
        new NodeQuery(
            Shop.PERSON,
            List.of(),
            new NodeQuery.Order.Id(),
            false,
            Optional.empty(),
            0,
            Limits.PAGE_SIZE_MAX);
    return acme.store.read(ALICE, it -> it.query(query)).items().stream()
        .map(it -> it.id().value())
        .toList();
  }
}
