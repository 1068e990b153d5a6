package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.model.WalPosition;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Fetched;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.WholeLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: after its grace, nothing of a user is left in the files of a running stack but what has to
 * be kept, without what is personal; nor in a checkpoint's image or a snapshot that is made later.
 * Method: a word that stands nowhere else goes into searchable and plain fields; the bytes of all
 * files of the gateway and the applier are searched for it, and of what is fetched from the bucket.
 */
@ExtendWith(SharedStack.class)
class ErasureContractTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String SCHEMA =
      """
      {"node_types":[
        {"type_id":20,"name":"diary","data_policy":"personal","fields":[
          {"field_id":1,"name":"text","kind":"str","searchable":true,"pii":true}]},
        {"type_id":21,"name":"invoice","data_policy":"financial","legal_basis":"law",
         "retention_days":3650,"subject_field":3,"fields":[
          {"field_id":1,"name":"text","kind":"str","searchable":true,"pii":true},
          {"field_id":2,"name":"amount","kind":"int"},
          {"field_id":3,"name":"customer","kind":"str"}]}]}
      """;

  @Test
  void nothingPersonalIsLeftInFilesNorInLaterImagesAndSnapshots(
      LocalStack stack, @TempDir Path folder) throws Exception {
    Rest alice = Rest.fresh(stack);
    Rest admin = new Rest(alice.client(), "", Rest.ADMIN);
    String id = "u-" + UUID.randomUUID();
    String word = "w" + UUID.randomUUID().toString().replace("-", "");
    admin
        .post("/v1/users", "{'user_id':'%s','email':'%s@x','name':'%s'}".formatted(id, word, word))
        .require(201);
    admin
        .post("/v1/tenants", "{'tenant_id':'" + alice.tenant() + "','owner':'alice'}")
        .require(201);
    alice.put("/v1/schema", SCHEMA).require(200);
    alice
        .post("/v1/tenants/" + alice.tenant() + "/members", "{'user_id':'" + id + "'}")
        .require(201);
    Rest user = alice.as("user:" + id);
    for (int i = 0; i < 30; i++) {
      user.commit(create(20, "{'text':'page " + i + " of " + word + "'}")).require(200);
    }
    String invoice =
        alice
            .commit(create(21, "{'text':'" + word + "','amount':5,'customer':'" + id + "'}"))
            .require(200)
            .nodeId();
    assertThat(found(alice, 20, word)).isEqualTo(30);
    assertThat(filesWith(stack, word)).isNotEmpty();
    assertThat(holds(Fetched.snapshot(stack, alice.tenant(), folder.resolve("before")), word))
        .isTrue();

    user.delete("/v1/users/" + id + "?grace_ms=500").require(200);

    Await.until("the diary is gone", SOON, () -> found(alice, 20, word) == 0);
    Await.until("the invoice is nobody's", SOON, () -> found(alice, 21, word) == 0);
    JsonNode kept = alice.get("/v1/nodes/" + invoice).require(200).json().path("payload");
    assertThat(kept.path("amount").asInt()).isEqualTo(5);
    assertThat(kept.path("customer").asText()).startsWith("system:erased-");
    Await.until("no file holds the word", SOON, () -> filesWith(stack, word).isEmpty());
    Path snapshot = Fetched.snapshot(stack, alice.tenant(), folder.resolve("after"));
    assertThat(holds(snapshot, word)).isFalse();

    WalPosition erased = position(alice.commit(create(20, "{'text':'all is gone'}")));
    for (int i = 0; i < 5; i++) { // An image is due after so many bytes of records.
      alice.commit(create(20, "{'text':'" + "long ".repeat(16_000) + "'}")).require(200);
    }
    Path image = Fetched.image(stack, alice.tenant(), erased, folder.resolve("image.db"));
    assertThat(holds(image, word)).isFalse();
  }

  private static WalPosition position(Answer written) {
    return WalPosition.parse(written.require(200).position(), WholeLog.TOPIC);
  }

  private static String create(int typeId, String payload) {
    return "{'op':'create_node','type_id':" + typeId + ",'payload':" + payload + "}";
  }

  private static int found(Rest who, int typeId, String word) {
    return who.get("/v1/search?type_id=" + typeId + "&q=" + word)
        .require(200)
        .json()
        .path("nodes")
        .size();
  }

  /** Files of the gateway and the applier whose bytes hold a word. */
  private static List<Path> filesWith(LocalStack stack, String word) {
    var holding = new ArrayList<Path>();
    for (Part part : List.of(Part.GATEWAY, Part.APPLIER)) {
      try (Stream<Path> files = Files.walk(stack.dataFolder(part))) {
        files.filter(Files::isRegularFile).filter(file -> holds(file, word)).forEach(holding::add);
      } catch (IOException e) {
        throw new AssertionError("cannot look through the files of " + part, e);
      }
    }
    return holding;
  }

  private static boolean holds(Path file, String word) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(word);
    } catch (NoSuchFileException e) {
      return false; // It was there a moment ago.
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
