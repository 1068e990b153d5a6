package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class QueryContractTest {
  private static final String NOTES = "/v1/nodes?type_id=7";

  private Rest rest;

  @BeforeEach
  void sevenNotes(LocalStack stack) {
    rest = Rest.fresh(stack);
    var operations = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      String counter = i == 3 ? "" : ",'counter':" + i;
      operations.add(
          "{'op':'create_node','type_id':7,'id':'n%d','payload':{'mark':'m%d'%s,'tags':['t%d']}}"
              .formatted(i, i % 2, counter, i));
    }
    rest.commit(operations.toArray(String[]::new)).require(200);
  }

  private List<String> ids(String query) {
    var ids = new ArrayList<String>();
    for (JsonNode page : rest.pages(NOTES + query)) {
      ids.addAll(Rest.texts(page.path("nodes"), "id"));
    }
    return ids;
  }

  @Test
  void pagesHoldEveryNodeOnceInOrder() {
    assertThat(ids("&page_size=3&order_by=id"))
        .containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6");
    assertThat(ids("&page_size=1&order_by=id&desc=true"))
        .containsExactly("n6", "n5", "n4", "n3", "n2", "n1", "n0");
    assertThat(ids("&page_size=2")).hasSize(7).doesNotHaveDuplicates();
    assertThat(ids("&page_size=7&order_by=updated_at")).hasSize(7);
    assertThat(rest.pages(NOTES + "&page_size=7")).hasSize(1);
  }

  @Test
  void nodesWithoutAValueComeFirst() {
    assertThat(ids("&page_size=2&order_by=counter"))
        .containsExactly("n3", "n0", "n1", "n2", "n4", "n5", "n6");
    assertThat(ids("&page_size=2&order_by=2&desc=true"))
        .containsExactly("n6", "n5", "n4", "n2", "n1", "n0", "n3");
  }

  @Test
  void filtersAreAndedAndAbsentValuesMatchNothing() {
    assertThat(ids("&order_by=id&filter.mark=m1&filter.counter.gt=1")).containsExactly("n5");
    assertThat(ids("&order_by=id&filter.counter.neq=0"))
        .containsExactly("n1", "n2", "n4", "n5", "n6");
    assertThat(ids("&order_by=id&filter.counter.in=1,6")).containsExactly("n1", "n6");
    assertThat(ids("&order_by=id&filter.counter.gte=2&filter.counter.lt=5"))
        .containsExactly("n2", "n4");
    assertThat(ids("&order_by=id&filter.tags.contains=t4")).containsExactly("n4");
    assertThat(ids("&order_by=id&filter.mark.like=m%251")).containsExactly("n1", "n3", "n5");
    assertThat(ids("&filter.mark=none")).isEmpty();
  }

  @Test
  void theCountIsOverAllPages() {
    JsonNode json = rest.get(NOTES + "&page_size=2&filter.mark=m0&count=true").json();
    assertThat(json.path("total_count").asInt()).isEqualTo(4);
    assertThat(json.path("nodes")).hasSize(2);
    assertThat(rest.get(NOTES).json().has("total_count")).isFalse();
  }

  @Test
  void limitAndOffsetWorkAsBefore() {
    assertThat(
            Rest.texts(
                rest.get(NOTES + "&order_by=id&limit=2&offset=3").json().path("nodes"), "id"))
        .containsExactly("n3", "n4");
    assertThat(rest.get(NOTES + "&offset=100").require(200).json().path("nodes")).isEmpty();
  }

  @Test
  void aTokenIsGoodForItsQueryOnly() {
    String token =
        rest.get(NOTES + "&page_size=2&order_by=id").json().path("next_page_token").asText();
    rest.get(NOTES + "&page_size=5&order_by=id&page_token=" + token).require(200);
    rest.get(NOTES + "&order_by=id&desc=true&page_token=" + token)
        .requireError(400, "INVALID_REQUEST");
    rest.get(NOTES + "&order_by=id&filter.mark=m1&page_token=" + token)
        .requireError(400, "INVALID_REQUEST");
    rest.get(NOTES + "&order_by=id&offset=1&page_token=" + token)
        .requireError(400, "INVALID_REQUEST");
    rest.get(NOTES + "&order_by=id&page_token=nonsense").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void pagingGoesOnWhereItStoodWhileNodesComeAndGo() {
    String first = NOTES + "&page_size=3&order_by=id";
    JsonNode page = rest.get(first).json();
    rest.commit(
            "{'op':'delete_node','node_id':'n2'}",
            "{'op':'create_node','type_id':7,'id':'n00'}",
            "{'op':'create_node','type_id':7,'id':'n35'}")
        .require(200);
    JsonNode next = rest.get(first + "&page_token=" + page.path("next_page_token").asText()).json();
    assertThat(Rest.texts(next.path("nodes"), "id")).containsExactly("n3", "n35", "n4");
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    rest.get("/v1/nodes").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes?type_id=x").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes?type_id=4711").requireError(400, "VALIDATION_ERROR");
    rest.get(NOTES + "&page_size=0").requireError(400, "INVALID_REQUEST");
    rest.get(NOTES + "&desc=perhaps").requireError(400, "INVALID_REQUEST");
    rest.get(NOTES + "&order_by=flag").requireError(400, "VALIDATION_ERROR");
    rest.get(NOTES + "&filter.counter=many").requireError(400, "VALIDATION_ERROR");
    rest.get(NOTES + "&filter.counter.like=x").requireError(400, "VALIDATION_ERROR");
    Answer field = rest.get(NOTES + "&filter.conter=1").requireError(400, "VALIDATION_ERROR");
    assertThat(Rest.texts(Rest.details(field).path("did_you_mean"))).containsExactly("counter");
  }

  @Test
  void anEmptyTenantHasNoNodes() {
    String tenant = rest.tenant() + "-empty";
    new Rest(rest.client(), "", Rest.ADMIN)
        .post("/v1/tenants", "{'tenant_id':'" + tenant + "'}")
        .require(201);
    Rest empty = new Rest(rest.client(), tenant, Rest.ALICE);
    JsonNode page = empty.get(NOTES + "&count=true").require(200).json();
    assertThat(page.path("nodes")).isEmpty();
    assertThat(page.path("total_count").asInt()).isZero();
    empty.get("/v1/nodes/by-key?type_id=7&field=key&value=x").requireError(404, "NOT_FOUND");
    empty.get("/v1/nodes?type_id=4711").requireError(400, "VALIDATION_ERROR");
  }
}
