package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.number;
import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.entdb.grpc.v1.EntValue;
import io.entdb.grpc.v1.FieldFilter;
import io.entdb.grpc.v1.FilterOp;
import io.entdb.grpc.v1.Node;
import io.entdb.grpc.v1.QueryNodesRequest;
import io.entdb.grpc.v1.QueryNodesResponse;
import io.entdb.grpc.v1.SearchNodesRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class QueryGrpcTest {
  private Grpc grpc;

  @BeforeEach
  void tenNotes(LocalStack stack) {
    grpc = Grpc.fresh(stack);
    for (int i = 0; i < 10; i++) {
      grpc.note(Map.of(1, text(i % 2 == 0 ? "even" : "odd"), 2, number(i)));
    }
  }

  private QueryNodesRequest.Builder query() {
    return QueryNodesRequest.newBuilder().setContext(grpc.context()).setTypeId(7).setOrderBy("2");
  }

  private List<Long> counters(QueryNodesRequest.Builder query) {
    return counters(grpc.call().queryNodes(query.build()));
  }

  private static List<Long> counters(QueryNodesResponse answer) {
    return answer.getNodesList().stream()
        .map(node -> node.getTypedPayloadOrThrow(2).getIntValue())
        .toList();
  }

  private static FieldFilter.Builder filter(String field, FilterOp op) {
    return FieldFilter.newBuilder().setField(field).setOp(op);
  }

  @Test
  void everyOperatorFilters() {
    assertThat(counters(query().addFilters(typed(FilterOp.EQ)))).containsExactly(5L);
    assertThat(counters(query().addFilters(typed(FilterOp.NEQ)))).hasSize(9).doesNotContain(5L);
    assertThat(counters(query().addFilters(typed(FilterOp.GT)))).containsExactly(6L, 7L, 8L, 9L);
    assertThat(counters(query().addFilters(typed(FilterOp.GTE)))).hasSize(5);
    assertThat(counters(query().addFilters(typed(FilterOp.LT)))).hasSize(5);
    assertThat(counters(query().addFilters(typed(FilterOp.LTE)))).hasSize(6);
    assertThat(
            counters(query().addFilters(filter("1", FilterOp.CONTAINS).setTypedValue(text("dd")))))
        .hasSize(5)
        .contains(1L);
    assertThat(
            counters(
                query()
                    .addFilters(
                        filter("2", FilterOp.IN)
                            .setValue(list(Grpc.json(1), Grpc.json(3), Grpc.json(77))))))
        .containsExactly(1L, 3L);
    assertThat(
            counters(
                query()
                    .addFilters(
                        filter("2", FilterOp.IN)
                            .setTypedValue(
                                EntValue.newBuilder().setJsonValue(list(Grpc.json(2)))))))
        .containsExactly(2L);
  }

  private static FieldFilter typed(FilterOp op) {
    return filter("2", op).setTypedValue(number(5)).setValue(Grpc.json("ignored")).build();
  }

  private static Value list(Value... values) {
    return Value.newBuilder()
        .setListValue(ListValue.newBuilder().addAllValues(List.of(values)))
        .build();
  }

  @Test
  void anObjectOfOperatorsIsSeveralConditions() {
    var range = Struct.newBuilder().putFields("$gte", Grpc.json(2)).putFields("$lt", Grpc.json(5));
    assertThat(
            counters(
                query()
                    .addFilters(
                        filter("2", FilterOp.EQ).setValue(Value.newBuilder().setStructValue(range)))
                    .addFilters(filter("1", FilterOp.EQ).setTypedValue(text("even")))))
        .containsExactly(2L, 4L);
    refused(
        "unknown operator \"$near\"",
        query()
            .addFilters(
                filter("2", FilterOp.EQ)
                    .setValue(
                        Value.newBuilder()
                            .setStructValue(
                                Struct.newBuilder().putFields("$near", Grpc.json(1))))));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused("type_id is required", query().setTypeId(0));
    refused("4711", query().setTypeId(4711));
    refused("is not a field_id", query().addFilters(filter("counter", FilterOp.EQ)));
    refused("no field 99", query().addFilters(filter("99", FilterOp.EQ)));
    refused("IN takes a list", query().addFilters(filter("2", FilterOp.IN)));
    refused("unknown operator", query().addFilters(filter("2", FilterOp.EQ).setOpValue(77)));
    refused("field 2", query().addFilters(filter("2", FilterOp.EQ).setTypedValue(text("five"))));
    refused("not indexed", query().setOrderBy("8"));
  }

  private void refused(String text, QueryNodesRequest.Builder query) {
    Grpc.requireFailure(Code.INVALID_ARGUMENT, text, () -> grpc.call().queryNodes(query.build()));
  }

  @Test
  void pagesGoOnBehindTheirTokenInBothDirections() {
    for (boolean descending : List.of(false, true)) {
      var seen = new ArrayList<Long>();
      String token = "";
      do {
        QueryNodesResponse page =
            grpc.call()
                .queryNodes(
                    query().setPageSize(3).setDescending(descending).setPageToken(token).build());
        seen.addAll(counters(page));
        token = page.getNextPageToken();
        assertThat(page.getHasMore()).isEqualTo(!token.isEmpty());
        assertThat(page.getTotalCount()).isZero();
      } while (!token.isEmpty());
      assertThat(seen).hasSize(10).doesNotHaveDuplicates();
      assertThat(seen.getFirst()).isEqualTo(descending ? 9L : 0L);
    }
  }

  @Test
  void aTokenIsGoodForItsQueryOnly() {
    String token = grpc.call().queryNodes(query().setPageSize(3).build()).getNextPageToken();
    refused("page_token: malformed", query().setPageToken("nonsense"));
    refused("does not match", query().setPageToken(token).setDescending(true));
    refused("does not match", query().setPageToken(token).setOrderBy("updated_at"));
    refused("mutually exclusive", query().setPageToken(token).setOffset(1));
  }

  @Test
  void oldPagingAndOrdersStillWork() {
    assertThat(counters(query().setLimit(2).setOffset(3))).containsExactly(3L, 4L);
    assertThat(counters(query().setOrderBy("")).getFirst()).isZero();
    assertThat(counters(query().setOrderBy("whatever")).getFirst()).isZero();
    assertThat(counters(query().setOrderBy("updated_at").setDescending(true)).getFirst())
        .isEqualTo(9L);
    assertThat(counters(query().setOrderBy("node_id"))).hasSize(10);
    assertThat(counters(query().setPageSize(-1).setLimit(-1))).hasSize(10);
    assertThat(counters(query().setPageSize(1_000_000))).hasSize(10);
  }

  @Test
  void searchFindsWordsAndSaysWhatIsWrongWithAQuery() {
    // The shared schema has nothing to search: there is nothing to find, and no error.
    assertThat(grpc.call().searchNodes(search("even").build()).getNodesList()).isEmpty();
    for (var wrong :
        Map.of(" ", "query must not be empty", "x".repeat(1001), "under 1000 characters")
            .entrySet()) {
      Grpc.requireFailure(
          Code.INVALID_ARGUMENT,
          wrong.getValue(),
          () -> grpc.call().searchNodes(search(wrong.getKey()).build()));
    }
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "type_id is required",
        () -> grpc.call().searchNodes(search("x").setTypeId(0).build()));
  }

  private SearchNodesRequest.Builder search(String query) {
    return SearchNodesRequest.newBuilder()
        .setTenantId(grpc.tenant())
        .setActor(grpc.actor())
        .setTypeId(7)
        .setQuery(query);
  }

  @Test
  void otherActorsSeeOnlyWhatTheyMay() {
    String hidden =
        grpc.commit(
                Grpc.create(
                    io.entdb.grpc.v1.CreateNodeOp.newBuilder()
                        .setTypeId(7)
                        .putTypedData(2, number(100))
                        .addAcl(io.entdb.grpc.v1.AclEntry.newBuilder().setGrantee("user:carol"))))
            .getCreatedNodeIds(0);
    assertThat(counters(query())).hasSize(11);
    QueryNodesResponse bobs =
        grpc.call().queryNodes(query().setContext(grpc.as(Grpc.BOB).context()).build());
    assertThat(bobs.getNodesList()).hasSize(10).extracting(Node::getNodeId).doesNotContain(hidden);
  }
}
