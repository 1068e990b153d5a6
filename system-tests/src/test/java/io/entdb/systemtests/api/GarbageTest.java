package io.entdb.systemtests.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.api.RawHttp.Reply;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Digests;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Plan;
import io.entdb.systemtests.support.ReplayedTenant;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has a stack of its own: garbage may well be a valid change of the default schema. */
final class GarbageTest {
  private static final int BATCH = 100;
  private static final Duration WRITE_WITHIN = Duration.ofSeconds(10);

  /** Enough to see what they have in common. */
  private static final int FINDINGS_MAX = 20;

  private static LocalStack stack;
  private static Client client;

  private final List<String> findings = new ArrayList<>();

  @BeforeAll
  static void start() {
    stack =
        LocalStack.builder()
            .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY)
            .environment(Kind.GATEWAY, Client.ADMIN_VARIABLE, Client.ADMIN_TOKEN)
            .start();
    client = Client.of(stack.rest());
    TestSchema.putAsDefault(client);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /**
   * Goal: whatever is sent, the answer says what is wrong with it in the API's form of error, and
   * the service goes on. Method: valid requests are spoilt at random for a time; after each batch
   * an ordinary write must be applied soon; at the end the log's replay must meet no fault and
   * agree with the gateway.
   */
  @Test
  void whateverIsSentTheAnswerIsAnErrorOfTheApiAndWritesGoOn(@TempDir Path folder)
      throws Exception {
    SplittableRandom random = Runs.random(GarbageTest.class);
    Templates templates = templates(random);
    var spoiler = new Spoiler(random);
    Map<String, Integer> statuses = new TreeMap<>();
    long end = System.nanoTime() + Duration.ofSeconds(Runs.count(15, 300)).toNanos();

    int count = 0;
    while (System.nanoTime() < end && findings.size() < FINDINGS_MAX) {
      for (int i = 0; i < BATCH; i++) {
        Draft draft = templates.next();
        spoiler.spoil(draft);
        String status = judge(count++, draft);
        statuses.merge(status, 1, Integer::sum);
      }
      requireWrite(count);
    }
    assertThat(findings).as("after %d requests", count).isEmpty();
    Runs.say(GarbageTest.class, count + " requests were answered with " + statuses);

    try (LogReplay replay = LogReplay.of(stack, folder)) {
      for (ReplayedTenant tenant : replay.tenants().values()) {
        assertThat(tenant.fault()).as("%s", tenant.state().tenant()).isEmpty();
      }
      int compared = Digests.requireAtGateway(replay, client);
      Runs.say(
          GarbageTest.class,
          "%d records of %d tenants replay without a fault".formatted(replay.records(), compared));
    }
  }

  private static Templates templates(SplittableRandom random) {
    var nodes = new ArrayList<String>();
    String position = "";
    for (int i = 0; i < 5; i++) {
      Plan plan = Plan.of("garbage", "node-" + i).create("m" + i, i).waitApplied();
      Answer made = client.atomic(plan).require(200);
      nodes.add(made.nodeId());
      position = made.position();
    }
    return new Templates(random, "garbage", nodes, position);
  }

  /** What class of answer it was; findings are added to. */
  private String judge(int number, Draft draft) throws IOException {
    try {
      Reply reply = RawHttp.exchange(stack.rest(), draft.bytes());
      complaint(draft, reply)
          .ifPresent(
              complaint ->
                  findings.add(
                      "request %d: %s%n%s%n-> %d %s"
                          .formatted(number, complaint, draft, reply.status(), reply)));
      return (draft.isHttp() ? "" : "broken ") + reply.status();
    } catch (SocketTimeoutException e) {
      findings.add("request %d got no answer in time:%n%s".formatted(number, draft));
      return "none";
    }
  }

  private static boolean isUri(String path) {
    try {
      return !new URI(path).toString().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Optional<String> complaint(Draft draft, Reply reply) {
    if (!draft.isHttp()) {
      // No request at all: hanging up is an answer, and the refusal may come from below the API.
      return reply.status() < 500 ? Optional.empty() : Optional.of("a fault of the server");
    }
    JsonNode error = parse(reply.body()).path("error");
    boolean timedOut = reply.status() == 504 && draft.query.containsKey("after");
    if ((reply.status() < 200 || reply.status() > 499) && !timedOut) {
      return Optional.of("a fault of the server");
    }
    if (reply.status() == 400 && !isUri(draft.path)) {
      return Optional.empty(); // The HTTP server itself turns away what is no URI, without a body.
    }
    if (!reply.headers().containsKey("x-request-id")) {
      return Optional.of("no X-Request-ID");
    }
    if (reply.status() < 400 || draft.method.equals("HEAD")) {
      return Optional.empty();
    }
    boolean isError =
        reply.headers().getOrDefault("content-type", "").startsWith("application/json")
            && error.path("code").asText().matches("[A-Z_]+")
            && !error.path("message").asText().isBlank()
            && error.path("details").isObject();
    return isError ? Optional.empty() : Optional.of("not the API's form of error");
  }

  private static JsonNode parse(String body) {
    try {
      return Junk.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return Junk.JSON.missingNode();
    }
  }

  private static void requireWrite(int number) {
    long start = System.nanoTime();
    Answer written =
        client.atomic(Plan.of("garbage-calm").create("after " + number, number).waitApplied());
    written.require(200);
    assertThat(written.json().path("status").asText()).isEqualTo("APPLIED");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WRITE_WITHIN);
  }

  /**
   * Goal: bodies beyond the limits are refused, not read. Method: a body of 40 MiB, one above the
   * limit of a request, and a valid plan above the limit of a plan.
   */
  @Test
  void oversizedBodiesAreRefused() throws Exception {
    for (int megabytes : new int[] {17, 40}) {
      var draft = new Draft("POST", "/v1/atomic", new byte[megabytes << 20]);
      Reply reply = RawHttp.exchange(stack.rest(), draft.bytes());
      assertThat(reply.status()).isIn(413, 0);
    }
    Plan plan = Plan.of("garbage-calm").create("x".repeat(6 << 20), 1);
    client.atomic(plan).requireError(413, "PAYLOAD_TOO_LARGE");
    requireWrite(0);
  }
}
