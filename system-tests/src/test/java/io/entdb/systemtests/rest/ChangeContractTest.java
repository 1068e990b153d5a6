package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The change feed. */
@ExtendWith(SharedStack.class)
class ChangeContractTest {
  private Rest alice;
  private Rest bob;
  private URI rest;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Rest.fresh(stack);
    bob = alice.as(Rest.BOB);
    rest = stack.rest();
    alice.commit("{'op':'create_node','type_id':7,'id':'a','payload':{'mark':'1'}}").require(200);
  }

  private static List<String> words(JsonNode page) {
    var words = new ArrayList<String>();
    page.path("events")
        .forEach(
            event ->
                event
                    .path("changes")
                    .forEach(
                        it ->
                            words.add(
                                it.path("change").asText() + " " + it.path("node_id").asText())));
    return words;
  }

  private static String now(Rest reader) {
    return reader
        .get("/v1/changes?start=latest&wait_timeout_ms=0")
        .require(200)
        .json()
        .path("position")
        .asText();
  }

  @Test
  void whatChangedIsToldFromAnyPositionOn() {
    JsonNode all = bob.get("/v1/changes").require(200).json();
    assertThat(words(all)).contains("node_created a");
    assertThat(all.path("has_more").asBoolean()).isFalse();
    String position = all.path("position").asText();
    alice.commit("{'op':'update_node','node_id':'a','payload':{'mark':'2'}}").require(200);
    alice.commit("{'op':'delete_node','node_id':'a'}").require(200);

    JsonNode rest = bob.get("/v1/changes?after=" + position).require(200).json();
    assertThat(words(rest)).containsExactly("node_deleted a");
    assertThat(rest.at("/events/0/actor").asText()).isEqualTo(Rest.ALICE);
    assertThat(rest.at("/events/0/time").asLong()).isPositive();
    assertThat(rest.at("/events/0/position").asText()).isEqualTo(rest.path("position").asText());
  }

  @Test
  void nodesComeWithItOnRequest() {
    JsonNode page = bob.get("/v1/changes?include=nodes").require(200).json();
    JsonNode last = page.path("events").path(page.path("events").size() - 1);
    assertThat(last.at("/changes/0/node/payload/mark").asText()).isEqualTo("1");
    assertThat(last.at("/changes/0/version").asInt()).isEqualTo(1);
  }

  @Test
  void aQuestionWaitsForAnAnswer() throws Exception {
    String position = now(bob);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> bob.get("/v1/changes?wait_timeout_ms=20000&after=" + position));
    Thread.sleep(300);
    assertThat(waiting).isNotDone();
    alice.commit("{'op':'create_node','type_id':7,'id':'b','payload':{}}").require(200);

    assertThat(words(waiting.get(5, TimeUnit.SECONDS).require(200).json()))
        .containsExactly("node_created b");
    JsonNode nothing =
        bob.get("/v1/changes?wait_timeout_ms=100&after=" + now(bob)).require(200).json();
    assertThat(nothing.path("events")).isEmpty();
  }

  @Test
  void whatOthersMayNotSeeIsNotToldToThem() {
    String position = now(bob);
    alice
        .commit("{'op':'create_node','type_id':7,'id':'p','principals':['alice'],'payload':{}}")
        .require(200);
    JsonNode nothing =
        bob.get("/v1/changes?wait_timeout_ms=0&after=" + position).require(200).json();
    assertThat(nothing.path("events")).isEmpty();
    assertThat(nothing.path("position").asText()).isNotEqualTo(position);
    assertThat(words(alice.get("/v1/changes?after=" + position).require(200).json()))
        .containsExactly("node_created p");
  }

  @Test
  void badQuestionsAreRefused() {
    bob.get("/v1/changes?start=soon").requireError(400, "INVALID_REQUEST");
    bob.get("/v1/changes?include=all").requireError(400, "INVALID_REQUEST");
    bob.get("/v1/changes?limit=0").requireError(400, "INVALID_REQUEST");
    bob.get("/v1/changes?after=x").requireError(400, "INVALID_REQUEST");
    String position = now(bob);
    String prefix = position.substring(0, position.lastIndexOf(':') + 1);
    bob.get("/v1/changes?wait_timeout_ms=50&after=" + prefix + "17592186000000")
        .requireError(504, "READ_TIMEOUT");
  }

  /** The feed begins with the tenant: what stood before it in the partition is not its own. */
  @Test
  void aPositionThatTheFeedDoesNotReachIsGone(LocalStack stack) {
    String position = now(bob);
    for (int tenants = 0; position.endsWith(":1"); tenants++) {
      assertThat(tenants).as("tenants that are all the first of their partition").isLessThan(20);
      Rest next = Rest.fresh(stack);
      next.commit("{'op':'create_node','type_id':7,'id':'a','payload':{}}").require(200);
      bob = next.as(Rest.BOB);
      position = now(bob);
    }
    String start = position.substring(0, position.lastIndexOf(':') + 1) + "0";
    Answer gone = bob.get("/v1/changes?after=" + start);
    gone.requireError(410, "POSITION_GONE");
  }

  /** Reads events until one has a text in it. */
  private static List<String> until(BufferedReader lines, String text) throws Exception {
    var read = new ArrayList<String>();
    String line;
    while ((line = lines.readLine()) != null) {
      read.add(line);
      if (line.contains(text)) {
        return read;
      }
    }
    throw new AssertionError("the stream ended: " + read);
  }

  @Test
  void aStreamTellsAsItHappensAndResumesByEventId() throws Exception {
    try (var http = HttpClient.newHttpClient();
        BufferedReader lines = stream(http, "start=latest", "")) {
      alice.commit("{'op':'create_node','type_id':7,'id':'s1','payload':{}}").require(200);
      List<String> read = until(lines, "s1");
      assertThat(read).contains("event:changes");
      String id =
          read.stream().filter(it -> it.startsWith("id:")).reduce((x, y) -> y).orElseThrow();
      alice.commit("{'op':'create_node','type_id':7,'id':'s2','payload':{}}").require(200);
      until(lines, "s2");
      try (BufferedReader again = stream(http, "", id.substring(3).strip())) {
        List<String> resumed = until(again, "s2");
        assertThat(resumed).noneMatch(it -> it.contains("s1"));
      }
    }
  }

  private BufferedReader stream(HttpClient http, String query, String lastEventId)
      throws Exception {
    var request =
        HttpRequest.newBuilder(rest.resolve("/v1/changes?" + query))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "text/event-stream")
            .header("X-Actor", Rest.BOB)
            .header("X-Tenant-ID", bob.tenant());
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }
}
