package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One hub, linked to five nodes, of which the first is linked on to a sixth. */
@ExtendWith(SharedStack.class)
class EdgeContractTest {
  private Rest rest;

  @BeforeEach
  void hubAndSpokes(LocalStack stack) {
    rest = Rest.fresh(stack);
    var operations = new ArrayList<String>();
    operations.add("{'op':'create_node','type_id':7,'id':'hub'}");
    for (int i = 0; i < 6; i++) {
      operations.add("{'op':'create_node','type_id':7,'id':'s" + i + "'}");
    }
    for (int i = 0; i < 5; i++) {
      operations.add(
          "{'op':'create_edge','edge_type':9,'from_id':'hub','to_id':'s%d','props':{'weight':%d}}"
              .formatted(i, i));
    }
    operations.add("{'op':'create_edge','edge_type':9,'from_id':'s0','to_id':'s5'}");
    rest.commit(operations.toArray(String[]::new)).require(200);
  }

  private List<String> all(String path, String array, String member) {
    var found = new ArrayList<String>();
    for (JsonNode page : rest.pages(path)) {
      found.addAll(Rest.texts(page.path(array), member));
    }
    return found;
  }

  @Test
  void edgesHaveTypeEndsAndProps() {
    JsonNode edge = rest.get("/v1/nodes/s3/edges/in").require(200).json().path("edges").path(0);
    assertThat(edge.path("edge_type_id").asInt()).isEqualTo(9);
    assertThat(edge.path("from_id").asText()).isEqualTo("hub");
    assertThat(edge.path("to_id").asText()).isEqualTo("s3");
    assertThat(edge.path("props").path("weight").asInt()).isEqualTo(3);
    assertThat(edge.path("created_at").asLong()).isPositive();
    assertThat(edge.path("id").asText()).startsWith("e_");
  }

  @Test
  void edgesArePagedInBothDirections() {
    assertThat(all("/v1/nodes/hub/edges/out?page_size=2", "edges", "to_id"))
        .containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4");
    assertThat(all("/v1/nodes/hub/edges/in?page_size=2", "edges", "from_id")).isEmpty();
    assertThat(all("/v1/nodes/hub/edges/out?edge_type=9&page_size=5", "edges", "to_id")).hasSize(5);
    assertThat(all("/v1/nodes/hub/edges/out?edge_type=10&page_size=5", "edges", "to_id")).isEmpty();
  }

  @Test
  void aRepeatedEdgeIsOneEdgeWithTheNewProps() {
    rest.commit(
            "{'op':'create_edge','edge_type':9,'from_id':'hub','to_id':'s0','props':{'weight':9}}")
        .require(200);
    assertThat(all("/v1/nodes/s0/edges/in?page_size=9", "edges", "props.weight"))
        .containsExactly("9");
  }

  @Test
  void connectedNodesAreFoundWithinSomeHops() {
    assertThat(all("/v1/nodes/hub/connected?edge_type=9&page_size=2", "nodes", "id"))
        .containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4");
    assertThat(all("/v1/nodes/hub/connected?edge_type=9&depth=2&page_size=2", "nodes", "id"))
        .hasSize(6)
        .endsWith("s5");
  }

  @Test
  void deletedNodesTakeTheirEdgesOutOfSight() {
    rest.commit("{'op':'delete_node','node_id':'s0'}").require(200);
    assertThat(all("/v1/nodes/hub/edges/out?page_size=9", "edges", "to_id")).doesNotContain("s0");
    assertThat(all("/v1/nodes/hub/connected?edge_type=9&depth=3&page_size=9", "nodes", "id"))
        .doesNotContain("s0", "s5");
    rest.get("/v1/nodes/s0/edges/out").requireError(404, "NOT_FOUND");
  }

  @Test
  void edgesNeedBothEndsAndAKnownType() {
    rest.commit("{'op':'create_edge','edge_type':9,'from_id':'hub','to_id':'nobody'}")
        .requireError(404, "NOT_FOUND");
    rest.commit("{'op':'create_edge','edge_type':10,'from_id':'hub','to_id':'s0'}")
        .requireError(400, "VALIDATION_ERROR");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    rest.get("/v1/nodes/hub/connected").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes/hub/connected?edge_type=9&depth=4").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes/hub/connected?edge_type=10").requireError(400, "VALIDATION_ERROR");
    rest.get("/v1/nodes/nobody/connected?edge_type=9").requireError(404, "NOT_FOUND");
    rest.get("/v1/nodes/hub/edges/out?edge_type=x").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes/hub/edges/out?page_token=x").requireError(400, "INVALID_REQUEST");
    rest.get("/v1/nodes/hub/edges/sideways").requireError(404, "NOT_FOUND");
  }
}
