package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.systemtests.support.MetricsTable;
import io.entdb.systemtests.support.Repository;
import io.entdb.systemtests.support.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The conventions that make a dashboard work on any Grafana, and its agreement with the rules. */
final class DashboardTest {
  private static final Pattern SELECTOR = Pattern.compile("([a-z_:]+)\\{([^}]*)\\}");

  /** Counters have to be read as rates; the exceptions show a sum that must be 0 for ever. */
  private static final Set<String> SHOWN_AS_SUMS =
      Set.of("entdb_digest_divergences_total", "entdb_archive_lost_records_total");

  @Test
  void everyQueryIsOfMetricsThatServicesShow() throws Exception {
    MetricsTable table = MetricsTable.read();

    assertThat(Dashboard.queries()).hasSizeGreaterThan(80);
    for (Dashboard.Query query : Dashboard.queries()) {
      Set<String> names = MetricsTable.namesIn(query.expression());
      assertThat(names).as(query.panel()).allMatch(table::has, "is in " + MetricsTable.FILE);
      if (!query.expression().contains("ALERTS") && !query.expression().contains("up{")) {
        assertThat(names).as(query.panel()).isNotEmpty();
      }
    }
  }

  @Test
  void everyMetricOfTheGuideIsShown() throws Exception {
    String all = Dashboard.read().toString();

    for (MetricsTable.Row row : MetricsTable.read().rows()) {
      if (!row.alert().isEmpty()) {
        assertThat(all).contains(row.name());
      }
    }
  }

  @Test
  void everyPanelHasATitleADescriptionAUnitAndQueries() throws Exception {
    var ids = new HashSet<Integer>();
    for (JsonNode panel : Dashboard.panels()) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(ids.add(panel.path("id").asInt())).as("id of " + title).isTrue();
      assertThat(panel.path("description").asText()).as(title).hasSizeGreaterThan(10);
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotEmpty();
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
    }
  }

  @Test
  void panelsDoNotLieOnEachOther() throws Exception {
    var taken = new HashSet<String>();
    for (JsonNode panel : Dashboard.read().path("panels")) {
      JsonNode place = panel.path("gridPos");
      for (int x = 0; x < place.path("w").asInt(); x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          int column = place.path("x").asInt() + x;
          assertThat(column).isLessThan(24);
          assertThat(taken.add(column + ":" + (place.path("y").asInt() + y)))
              .as("%s at %s", panel.path("title"), place)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everySelectorIsNarrowedByJobServiceAndInstance() throws Exception {
    for (Dashboard.Query query : Dashboard.queries()) {
      for (Matcher selector = SELECTOR.matcher(query.expression()); selector.find(); ) {
        if (!selector.group(1).equals("ALERTS")) {
          assertThat(selector.group(2))
              .as(query.panel())
              .contains("job=~\"$job\"", "service=~\"$service\"", "instance=~\"$instance\"");
        }
      }
    }
  }

  @Test
  void countersAreReadAsRatesOverTheRateInterval() throws Exception {
    MetricsTable table = MetricsTable.read();
    Set<String> counters =
        table.rows().stream()
            .filter(row -> row.type().equals("counter") && !SHOWN_AS_SUMS.contains(row.name()))
            .map(MetricsTable.Row::name)
            .collect(Collectors.toSet());
    for (Dashboard.Query query : Dashboard.queries()) {
      String expression = query.expression();
      for (String name : MetricsTable.namesIn(expression)) {
        if (counters.contains(name) || name.endsWith("_bucket") || name.endsWith("_count")) {
          assertThat(expression).as(query.panel()).contains("rate(" + name + "{");
        }
      }
      if (expression.contains("[")) {
        assertThat(expression).as(query.panel()).contains("[$__rate_interval]");
        assertThat(expression.replace("[$__rate_interval]", "")).doesNotContain("[");
      }
    }
  }

  @Test
  void variablesAreAskedForAndTheDashboardIsNotEditable() throws Exception {
    JsonNode dashboard = Dashboard.read();
    List<String> names = new ArrayList<>();
    for (JsonNode variable : dashboard.at("/templating/list")) {
      names.add(variable.path("name").asText());
      if (variable.path("type").asText().equals("query")) {
        assertThat(variable.path("refresh").asInt()).as("%s", variable).isEqualTo(2);
        assertThat(MetricsTable.namesIn(variable.path("definition").asText()))
            .isNotEmpty()
            .allMatch(MetricsTable.read()::has);
      }
    }
    assertThat(names)
        .containsExactly(
            "datasource", "job", "service", "instance", "partition", "size_class", "docs");
    assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
    assertThat(dashboard.path("uid").asText()).isEqualTo("entdb");
    assertThat(dashboard.at("/annotations/list")).hasSize(2);
    var used = new TreeSet<String>();
    for (Matcher use = Pattern.compile("\\$\\{?([a-z][a-z_]*)").matcher(dashboard.toString());
        use.find(); ) {
      used.add(use.group(1));
    }
    assertThat(used).isSubsetOf(names);
  }

  @Test
  void linksLeadToRunbooksThatAreThere() throws Exception {
    String guide = Repository.text("docs/operations.md");
    var linked = new TreeSet<String>();
    for (JsonNode panel : Dashboard.panels()) {
      for (JsonNode link : panel.path("links")) {
        String alert = link.path("title").asText().replace("Runbook: ", "");
        assertThat(link.path("url").asText())
            .isEqualTo("https://${docs}/operations.md#" + alert.toLowerCase(Locale.ROOT));
        assertThat(guide).contains("### " + alert + "\n");
        linked.add(alert);
      }
    }
    assertThat(linked).hasSizeGreaterThan(30);
  }

  /** A line drawn at another number than the one at which somebody is called would mislead. */
  @Test
  void thresholdsThatAreDrawnAreThoseOfTheAlerts() throws Exception {
    var rules = Repository.text("deploy/prometheus/entdb-alerts.yml");
    int compared = 0;
    for (JsonNode panel : Dashboard.panels()) {
      if (panel.path("links").size() != 1 || !panel.path("type").asText().equals("timeseries")) {
        continue;
      }
      String alert = panel.at("/links/0/title").asText().replace("Runbook: ", "");
      Matcher limit =
          Pattern.compile("alert: " + alert + "\n +expr: .* [<>] ([0-9.]+)((?: \\* 1024)*)\n")
              .matcher(rules);
      JsonNode steps = panel.at("/fieldConfig/defaults/thresholds/steps");
      if (steps.size() == 2 && limit.find()) {
        double expected =
            Double.parseDouble(limit.group(1)) * Math.pow(1024, limit.group(2).length() / 7.0);
        double drawn = steps.path(1).path("value").asDouble();
        // "More than none" is drawn a little above 0, or at 1 where the number is whole.
        assertThat(expected == 0 ? drawn <= 1 : drawn == expected)
            .as("%s draws %s, %s is at %s", panel.path("title"), drawn, alert, expected)
            .isTrue();
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(12);
  }

  @Test
  void provisioningNamesWhatComposeMounts() throws Exception {
    String folder = "deploy/grafana/provisioning/";
    Tree source = Repository.yaml(folder + "datasources/prometheus.yml").at("datasources");
    Tree provider = Repository.yaml(folder + "dashboards/entdb.yml").at("providers");

    assertThat(source.items()).hasSize(1);
    assertThat(source.items().getFirst().at("type").text()).isEqualTo("prometheus");
    assertThat(source.items().getFirst().at("url").text()).isEqualTo("http://prometheus:9090");
    assertThat(provider.items().getFirst().at("options").at("path").text())
        .isEqualTo("/etc/grafana/dashboards");
    assertThat(new ObjectMapper().readTree(Repository.text(Dashboard.FILE)).isObject()).isTrue();
  }
}
