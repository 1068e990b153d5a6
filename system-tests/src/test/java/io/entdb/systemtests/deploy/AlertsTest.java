package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.systemtests.support.MetricsTable;
import io.entdb.systemtests.support.Repository;
import io.entdb.systemtests.support.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules for Prometheus, as text and under promtool. */
final class AlertsTest {
  private static final String FOLDER = "deploy/prometheus";
  private static final String ALERTS = FOLDER + "/entdb-alerts.yml";
  private static final String RECORDING = FOLDER + "/entdb-recording.yml";
  private static final String GUIDE = "docs/operations.md";

  /** One alert. */
  private record Alert(String name, String expression, Tree rule) {}

  @Test
  void everyMetricIsOneThatServicesShow() {
    MetricsTable table = MetricsTable.read();
    var files = new ArrayList<>(Repository.files(FOLDER, ".yml"));
    files.add(GUIDE);
    files.addAll(Repository.files("entdb-cli/src/main/java/io/entdb/cli/status", ".java"));

    assertThat(table.rows()).hasSizeGreaterThan(70);
    for (String file : files) {
      assertThat(MetricsTable.namesIn(Repository.text(file)))
          .as(file)
          .allMatch(table::has, "is in " + MetricsTable.FILE);
    }
  }

  @Test
  void everyRecordedSeriesIsRecorded() {
    Set<String> recorded =
        rules(RECORDING).stream().map(rule -> rule.at("record").text()).collect(Collectors.toSet());

    assertThat(recorded).hasSizeGreaterThan(5).doesNotContain("");
    assertThat(MetricsTable.recordedIn(Repository.text(ALERTS))).isSubsetOf(recorded);
  }

  @Test
  void everyThresholdHasAnAlert() {
    Set<String> alerted = new HashSet<>();
    for (Alert alert : alerts()) {
      alerted.addAll(MetricsTable.namesIn(alert.expression()));
      for (Tree rule : rules(RECORDING)) {
        if (alert.expression().contains(rule.at("record").text())) {
          alerted.addAll(MetricsTable.namesIn(rule.at("expr").text()));
        }
      }
    }
    List<String> withThreshold =
        MetricsTable.read().rows().stream()
            .filter(row -> !row.alert().isEmpty())
            .map(MetricsTable.Row::name)
            .filter(name -> !alerted.contains(name) && !alerted.contains(name + "_bucket"))
            .toList();

    assertThat(withThreshold).isEmpty();
  }

  @Test
  void everyAlertSaysHowBadItIsWhatToDoAndWhereThatIsDescribed() {
    Set<String> sections = headings(Repository.text(GUIDE));

    assertThat(alerts()).hasSizeGreaterThan(30);
    for (Alert alert : alerts()) {
      Tree annotations = alert.rule().at("annotations");
      assertThat(alert.name()).startsWith("Entdb");
      assertThat(alert.rule().at("labels").at("severity").text())
          .as(alert.name())
          .isIn("critical", "warning");
      assertThat(annotations.at("summary").text()).as(alert.name()).hasSizeBetween(15, 120);
      assertThat(annotations.at("description").text()).as(alert.name()).hasSizeGreaterThan(50);
      String section = alert.name().toLowerCase(Locale.ROOT);
      assertThat(annotations.at("runbook_url").text()).isEqualTo(GUIDE + "#" + section);
      assertThat(sections).as("sections of " + GUIDE).contains(section);
    }
  }

  @Test
  void everyRunbookSectionIsOfAnAlert() {
    Set<String> alerts =
        alerts().stream().map(it -> it.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());

    assertThat(headings(Repository.text(GUIDE)).stream().filter(it -> it.startsWith("entdb")))
        .isSubsetOf(alerts);
  }

  @Test
  void everyAlertIsTestedFiringAndNotFiring() {
    var firing = new TreeSet<String>();
    var silent = new TreeSet<String>();
    for (String file : Repository.files(FOLDER + "/tests", ".yml")) {
      for (Tree test : Repository.yaml(file).at("tests").items()) {
        for (Tree expected : test.at("promql_expr_test").items()) {
          String name = expected.at("expr").text().replaceAll(".*alertname=\"(\\w+)\".*", "$1");
          (expected.at("exp_samples").items().isEmpty() ? silent : firing).add(name);
        }
      }
    }
    Set<String> names = alerts().stream().map(Alert::name).collect(Collectors.toSet());
    assertThat(firing).isEqualTo(names);
    assertThat(silent).isEqualTo(names);
  }

  @Test
  void promtoolFindsTheConfigurationSound() throws Exception {
    Tool promtool = Tool.require("promtool", "prometheus");

    String output =
        promtool
            .run(Repository.path(FOLDER), "check", "config", "prometheus.yml")
            .requireSuccess()
            .output();

    assertThat(output).contains("rules found").doesNotContain("lint error");
  }

  @Test
  void alertsFireAndKeepSilentAsTheirTestsSay() throws Exception {
    Tool promtool = Tool.require("promtool", "prometheus");
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    arguments.addAll(
        Repository.files(FOLDER + "/tests", ".yml").stream()
            .map(name -> Repository.path(name).toString())
            .toList());

    promtool.run(Repository.path(FOLDER), arguments.toArray(String[]::new)).requireSuccess();
  }

  private static List<Alert> alerts() {
    return rules(ALERTS).stream()
        .map(rule -> new Alert(rule.at("alert").text(), rule.at("expr").text(), rule))
        .toList();
  }

  private static List<Tree> rules(String file) {
    return Repository.yaml(file).at("groups").items().stream()
        .flatMap(group -> group.at("rules").items().stream())
        .toList();
  }

  /** What a heading of Markdown is linked by. */
  private static Set<String> headings(String markdown) {
    return markdown
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
