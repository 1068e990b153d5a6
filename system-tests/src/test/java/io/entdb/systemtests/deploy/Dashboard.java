package io.entdb.systemtests.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.systemtests.support.Repository;
import java.util.ArrayList;
import java.util.List;

/** The dashboard's file. */
final class Dashboard {
  static final String FILE = "deploy/grafana/entdb-dashboard.json";

  private Dashboard() {}

  /**
   * A query of a panel.
   *
   * @param expression as it stands in the file, with Grafana's variables
   */
  record Query(String panel, String expression, String legend) {}

  static JsonNode read() throws JsonProcessingException {
    return new ObjectMapper().readTree(Repository.text(FILE));
  }

  /** All panels that show something. */
  static List<JsonNode> panels() throws JsonProcessingException {
    var panels = new ArrayList<JsonNode>();
    for (JsonNode panel : read().path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  static List<Query> queries() throws JsonProcessingException {
    var queries = new ArrayList<Query>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            new Query(
                panel.path("title").asText(),
                target.path("expr").asText(),
                target.path("legendFormat").asText()));
      }
    }
    return queries;
  }
}
