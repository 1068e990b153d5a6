package io.entdb.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entdb.cli.status.Check.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class SystemStatusTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @SuppressWarnings("UnusedVariable") // JUnit reads it by name.
  private static final List<Check> CHECKS = Check.ALL;

  @Test
  void ratesAreWhatCountersRoseBetweenTheReadings() {
    var status =
        new SystemStatus(
            List.of(
                instance("c_total{x=\"1\"} 100\n", "c_total{x=\"1\"} 160\nc_total{x=\"2\"} 20\n"),
                instance("c_total 5\n", "c_total 5\n")),
            Duration.ofSeconds(2));

    assertThat(status.rate("c_total", Map.of())).isEqualTo(40);
    assertThat(status.rate("c_total", Map.of("x", "2"))).isEqualTo(10);
  }

  @Test
  void aCounterThatBeganAnewCountsFromZero() {
    var status = new SystemStatus(List.of(instance("c_total 1000\n", "c_total 3\n")), SECOND);

    assertThat(status.rate("c_total", Map.of())).isEqualTo(3);
  }

  /** 1000 before, then 100 more: 98 within 0.1 s, 2 within 1 s. Rank 99 is half of the last two. */
  @Test
  void percentilesAreOfWhatHappenedBetweenTheReadings() {
    var status =
        new SystemStatus(
            List.of(instance(histogram(1000, 1000, 1000), histogram(1098, 1100, 1100))), SECOND);

    OptionalDouble p99 = status.p99("h", Map.of());

    assertThat(p99.orElseThrow()).isCloseTo(0.55, within(1e-9));
  }

  @Test
  void aPercentileOfFewObservationsIsNone() {
    var status =
        new SystemStatus(List.of(instance(histogram(0, 0, 0), histogram(0, 99, 99))), SECOND);

    assertThat(status.p99("h", Map.of())).isEmpty();
  }

  @Test
  void observationsBeyondTheLastBoundCountAsThatBound() {
    var status =
        new SystemStatus(List.of(instance(histogram(0, 0, 0), histogram(0, 0, 100))), SECOND);

    assertThat(status.p99("h", Map.of())).hasValue(1);
  }

  @Test
  void numbersOfNobodyAreEmptyAndNaNIsNone() {
    var status = new SystemStatus(List.of(instance("", "g NaN\nf 2\nf{a=\"b\"} 3\n")), SECOND);

    assertThat(status.max("g")).isEmpty();
    assertThat(status.sum("absent")).isEmpty();
    assertThat(status.sum("f")).hasValue(5);
    assertThat(status.max("f")).hasValue(3);
    assertThat(status.min("f")).hasValue(2);
  }

  @Test
  void aServiceThatIsDownIsAProblemAndIsKnownByWhatItWas() {
    String page = "entdb_build_info{service=\"applier-service\",version=\"1\"} 1\n";
    var gone =
        new Instance(
            "10.0.0.7:9090",
            Optional.of(MetricsPage.parse(page)),
            Optional.empty(),
            "nothing listens there");
    var unknown = new Instance("127.0.0.1:9092", Optional.empty(), Optional.empty(), "no answer");

    List<Problem> problems = new SystemStatus(List.of(gone, unknown), SECOND).problems();

    assertThat(problems)
        .containsExactly(
            new Problem(
                "EntdbTargetDown",
                "applier-service",
                "10.0.0.7:9090",
                "is down: nothing listens there"),
            new Problem(
                "EntdbTargetDown", "archiver-service", "127.0.0.1:9092", "is down: no answer"));
    assertThat(problems.getFirst().runbook()).isEqualTo("docs/operations.md#entdbtargetdown");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CHECKS")
  void whatIsAtItsLimitIsNoProblemAndWhatIsPastItIs(Check check) {
    assertThat(problems(check, at(check, 0))).isEmpty();
    assertThat(problems(check, at(check, 1)))
        .extracting(Problem::alert)
        .contains(check.alert())
        .allSatisfy(alert -> assertThat(List.of(check.alert(), "EntdbErrorsHigh")).contains(alert));
  }

  private static List<Problem> problems(Check check, String page) {
    String before =
        check.kind() == Kind.P99 ? buckets(check, 0, 0) : sample(check.metric(), check, 0);
    return new SystemStatus(List.of(instance(before, page)), SECOND).problems();
  }

  /** A page at the limit, or past it by so many steps. */
  private static String at(Check check, int past) {
    return switch (check.kind()) {
      case ABOVE, RISE -> sample(check.metric(), check, check.limit() + past);
      case BELOW -> sample(check.metric(), check, check.limit() - past);
      case SHARE ->
          sample(check.metric(), check, check.limit() * 1000 + past) + check.of() + " 1000\n";
      case P99 -> past == 0 ? buckets(check, 100, 100) : buckets(check, 0, 100);
    };
  }

  private static String sample(String metric, Check check, double value) {
    String labels =
        check.labels().entrySet().stream()
            .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
            .findFirst()
            .orElse("");
    return String.format(Locale.ROOT, "%s{%s} %f%n", metric, labels, value);
  }

  private static String buckets(Check check, int within, int all) {
    return String.format(
        Locale.ROOT,
        "%1$s_bucket{le=\"%2$f\"} %3$d%n%1$s_bucket{le=\"100\"} %4$d%n%1$s_bucket{le=\"+Inf\"}"
            + " %4$d%n",
        check.metric(),
        check.limit(),
        within,
        all);
  }

  private static String histogram(int tenth, int one, int all) {
    return "h_bucket{le=\"0.1\"} %d\nh_bucket{le=\"1.0\"} %d\nh_bucket{le=\"+Inf\"} %d\n"
        .formatted(tenth, one, all);
  }

  private static Instance instance(String before, String now) {
    return new Instance(
        "127.0.0.1:9090",
        Optional.of(MetricsPage.parse(before)),
        Optional.of(MetricsPage.parse(now)),
        "");
  }
}
