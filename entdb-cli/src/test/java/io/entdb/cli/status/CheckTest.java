package io.entdb.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.cli.status.Check.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The limits of status are those of the alert rules. */
final class CheckTest {
  @SuppressWarnings("UnusedVariable") // JUnit reads it by name.
  private static final List<Check> CHECKS = Check.ALL;

  private static final Path RULES =
      Path.of(System.getProperty("entdb.root", ".."), "deploy/prometheus/entdb-alerts.yml");

  @ParameterizedTest(name = "{0}")
  @FieldSource("CHECKS")
  void everyLimitIsTheOneOfItsAlert(Check check) throws IOException {
    String expression = expression(check.alert());

    assertThat(expression).contains(metricInRules(check));
    check.labels().forEach((label, value) -> assertThat(expression).contains(label, value));
    if (check.kind() == Kind.BELOW && expression.endsWith("== 0")) {
      assertThat(check.limit()).isEqualTo(1); // Of what is 0 or 1.
    } else {
      String comparison = check.kind() == Kind.BELOW ? " < " : " > ";
      assertThat(expression).contains(comparison);
      String limit = expression.substring(expression.lastIndexOf(comparison) + comparison.length());
      assertThat(product(limit)).isEqualTo(check.limit());
      assertThat(limit).contains(check.of());
    }
  }

  private static String metricInRules(Check check) {
    return check.kind() == Kind.RISE || check.kind() == Kind.P99
        ? check.metric().replaceFirst("_total$", "")
        : check.metric();
  }

  /** The product of a limit's numbers; a metric in it counts as 1. */
  private static double product(String limit) {
    return Arrays.stream(limit.split("\\*", -1))
        .map(String::strip)
        .filter(factor -> factor.matches("[0-9.]+"))
        .mapToDouble(Double::parseDouble)
        .reduce(1, (a, b) -> a * b);
  }

  private static String expression(String alert) throws IOException {
    Matcher rule =
        Pattern.compile("- alert: " + alert + "\n +expr: (.*)\n").matcher(Files.readString(RULES));
    assertThat(rule.find()).as("a rule %s", alert).isTrue();
    return rule.group(1);
  }
}
