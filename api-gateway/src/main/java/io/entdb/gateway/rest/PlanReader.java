package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.PlanBody;
import io.entdb.gateway.commit.Step;
import io.entdb.gateway.commit.Steps;
import io.entdb.model.InvalidException;
import io.entdb.model.Quoted;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the operations of a plan. Their form is checked here, at once; names, kinds and nodes when
 * the plan is bound.
 */
public final class PlanReader {
  private static final Set<String> WORDS =
      Set.of(
          "create_node",
          "update_node",
          "delete_node",
          "delete_where",
          "create_edge",
          "delete_edge",
          "set_visibility");

  private PlanReader() {}

  /**
   * Reads the operations.
   *
   * @throws ApiException or {@link InvalidException} for operations that are malformed
   */
  public static PlanBody read(List<JsonValue> operations) {
    Steps.requireCount(operations.size());
    var steps = new ArrayList<Step>(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      steps.add(step("operations[" + i + "]", operations.get(i)));
    }
    return Steps.plan(steps);
  }

  private static Step step(String path, JsonValue json) {
    var flat = new ObjectReader(path, json, Problems.THROW);
    String word = word(flat, json);
    ObjectReader in = flat;
    if (flat.take("op").isEmpty()) {
      JsonValue content = ((JsonValue.Obj) json).members().getOrDefault(word, json);
      in = new ObjectReader(flat.path(word), content, Problems.THROW);
    }
    Step step =
        switch (word) {
          case "create_node" -> NodeSteps.create(in);
          case "update_node" -> NodeSteps.update(in);
          case "delete_node" -> NodeSteps.delete(in);
          case "delete_where" -> WhereSteps.delete(in);
          case "set_visibility" -> NodeSteps.setVisibility(in);
          case "create_edge" -> EdgeSteps.create(in);
          case "delete_edge" -> EdgeSteps.delete(in);
          default -> throw unknown(path, word);
        };
    in.end();
    return step;
  }

  /** The operation's word: the value of {@code op}, or the one key of an object around it. */
  private static String word(ObjectReader in, JsonValue json) {
    return in.text("op")
        .orElseGet(
            () -> {
              Map<String, JsonValue> members = ((JsonValue.Obj) json).members();
              if (members.size() != 1) {
                throw ApiException.invalidRequest(in.path("op") + ": is required");
              }
              return members.keySet().iterator().next();
            });
  }

  private static ApiException unknown(String path, String word) {
    return ApiException.validation(path + ": unknown operation " + Quoted.of(word))
        .with("did_you_mean", Names.nearest(word, WORDS));
  }
}
