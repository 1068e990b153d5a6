package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class SearchContractTest {
  private Rest rest;

  @BeforeEach
  void threeTexts(LocalStack stack) {
    rest = Rest.fresh(stack);
    rest.put(
            "/v1/schema",
            "{'node_types':[{'type_id':1,'fields':[{'field_id':1,'name':'body','kind':'str',"
                + "'searchable':true},{'field_id':2,'name':'secret','kind':'str'}]}]}")
        .require(200);
    rest.commit(
            "{'op':'create_node','type_id':1,'id':'a','payload':{'body':'running water'}}",
            "{'op':'create_node','type_id':1,'id':'b','payload':{'body':'still waters'}}",
            "{'op':'create_node','type_id':1,'id':'c','payload':{'body':'wine','secret':'water'}}",
            "{'op':'create_node','type_id':1,'id':'d','payload':{'body':'water'},'principals':[]}")
        .require(200);
  }

  @Test
  void searchableFieldsAreFoundByTheirWords() {
    JsonNode found = rest.get("/v1/search?type_id=1&q=water").require(200).json();
    assertThat(Rest.texts(found.path("nodes"), "id")).containsExactlyInAnyOrder("a", "b", "d");
    assertThat(found.path("has_more").asBoolean()).isFalse();
    assertThat(
            Rest.texts(
                rest.get("/v1/search?type_id=1&q=run*%20AND%20water").json().path("nodes"), "id"))
        .containsExactly("a");
  }

  @Test
  void hitsThatAreHiddenAreNoHits() {
    assertThat(
            Rest.texts(
                rest.as(Rest.BOB).get("/v1/search?type_id=1&q=water").json().path("nodes"), "id"))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void hitsArePaged() {
    JsonNode first = rest.get("/v1/search?type_id=1&q=water&limit=2").require(200).json();
    assertThat(first.path("nodes")).hasSize(2);
    assertThat(first.path("has_more").asBoolean()).isTrue();
    JsonNode last = rest.get("/v1/search?type_id=1&q=water&limit=2&offset=2").json();
    assertThat(last.path("nodes")).hasSize(1);
    assertThat(last.path("has_more").asBoolean()).isFalse();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    rest.get("/v1/search?type_id=1").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/search?type_id=1&q=%20").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/search?q=x").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/search?type_id=1&q=%22open").requireError(400, "VALIDATION_ERROR");
    rest.get("/v1/search?type_id=2&q=x").requireError(400, "VALIDATION_ERROR");
    rest.get("/v1/search?type_id=1&q=" + "x".repeat(2_000)).requireError(400, "VALIDATION_ERROR");
  }
}
