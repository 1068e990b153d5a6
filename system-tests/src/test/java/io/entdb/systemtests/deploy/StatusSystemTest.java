package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.cli.Entdb;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.SharedStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
final class StatusSystemTest {
  private static final List<Part> SERVICES =
      List.of(Part.GATEWAY, Part.APPLIER, Part.ARCHIVER, Part.SNAPSHOTTER);

  /**
   * Goal: status shows what runs, and says so when something does not. Other tests may have left
   * problems of their own behind in the shared stack, so only what concerns this one is compared.
   */
  @Test
  void statusShowsARunningSystemAndTellsWhatIsDown(LocalStack stack) throws Exception {
    Client client = Client.of(stack.rest());
    client.atomic(Plan.of("status").create("seen", 1).waitApplied()).require(200);

    JsonNode status = status(stack, "status").answer();

    assertThat(status.path("services"))
        .extracting(it -> it.path("service").asText() + " " + it.path("up"))
        .containsExactly(
            "api-gateway true",
            "applier-service true",
            "archiver-service true",
            "snapshot-service true");
    for (String figure :
        List.of(
            "/requests/per_second",
            "/log/consumer_lag_records",
            "/applying/lag_seconds",
            "/applying/held_tenants",
            "/sqlite/connections",
            "/sqlite/disk_free_bytes",
            "/checkpoints/age_seconds",
            "/archive/lag_events",
            "/archive/partitions",
            "/snapshots/age_seconds",
            "/s3/calls_per_second")) {
      assertThat(status.at(figure).isNumber()).as(figure + " in " + status).isTrue();
    }
    assertThat(status.at("/applying/held_tenants").asInt()).isPositive();
    assertThat(downIn(status)).isEmpty();

    List<Part> down = List.of(Part.ARCHIVER, Part.SNAPSHOTTER);
    down.forEach(stack::stop);
    try {
      Run run = status(stack, "top", "--count", "1", "--interval", "1");
      assertThat(run.code()).isEqualTo(1);
      assertThat(downIn(run.answer()))
          .containsExactlyElementsOf(
              down.stream().map(part -> stack.management(part).getAuthority()).toList());
      assertThat(run.answer().at("/requests/per_second").isNumber())
          .as("the others are still shown")
          .isTrue();
    } finally {
      down.forEach(stack::restart);
    }
    assertThat(downIn(status(stack, "status").answer())).isEmpty();
  }

  private static List<String> downIn(JsonNode status) {
    return Stream.of(status.path("problems"))
        .flatMap(problems -> problems.findParents("alert").stream())
        .filter(problem -> problem.path("alert").asText().equals("EntdbTargetDown"))
        .map(problem -> problem.path("address").asText())
        .toList();
  }

  /** What a command answered. */
  private record Run(int code, JsonNode answer) {}

  private static Run status(LocalStack stack, String... words) throws Exception {
    String targets =
        SERVICES.stream()
            .map(service -> stack.management(service).getAuthority())
            .collect(Collectors.joining(","));
    var out = new StringWriter();
    var err = new StringWriter();
    String[] arguments =
        Stream.concat(Stream.of(words), Stream.of("--targets=" + targets, "--format=json"))
            .toArray(String[]::new);
    int code = Entdb.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertThat(err.toString()).isEmpty();
    return new Run(code, new ObjectMapper().readTree(out.toString()));
  }
}
