package io.entdb.systemtests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.SharedStack;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mailboxes: delivery, reading, searching, marking. */
@ExtendWith(SharedStack.class)
class MailboxContractTest {
  private static final String SCHEMA =
      "{'node_types':[{'type_id':1,'name':'post','fields':[{'field_id':1,'name':'text',"
          + "'kind':'str','searchable':true}]}],'edge_types':[]}";

  private Rest alice;
  private Rest bob;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Rest.fresh(stack);
    bob = alice.as(Rest.BOB);
    alice.put("/v1/schema", SCHEMA).require(200);
    post("a", "green tea in the morning", "user:bob");
    post("b", "coffee after lunch", "bob");
    post("c", "tea again", "user:bob");
  }

  private void post(String id, String text, String recipient) {
    alice
        .commit(
            "{'op':'create_node','type_id':1,'id':'%s','payload':{'text':'%s'},'recipients':['%s']}"
                .formatted(id, text, recipient))
        .require(200);
  }

  @Test
  void itemsComeYoungestFirstAndTellWhatIsUnread() {
    JsonNode mailbox = bob.get("/v1/mailbox?user_id=bob").require(200).json();
    assertThat(Rest.texts(mailbox.path("items"), "node_id")).containsExactly("c", "b", "a");
    assertThat(mailbox.path("unread_count").asInt()).isEqualTo(3);
    JsonNode item = mailbox.at("/items/0");
    assertThat(item.path("node_type_id").asInt()).isEqualTo(1);
    assertThat(item.path("preview_text").asText()).isEqualTo("tea again");
    assertThat(item.path("is_read").asBoolean()).isFalse();
    assertThat(item.path("created_at").asLong()).isPositive();
    assertThat(alice.get("/v1/mailbox").json().path("items")).isEmpty();
  }

  @Test
  void markingIsAWriteThatReadsCanWaitFor() {
    Answer marked =
        bob.post("/v1/mailbox/mark_read", "{'user_id':'bob','node_id':'b'}").require(200);
    JsonNode mailbox =
        bob.get("/v1/mailbox?unread_only=true&after=" + marked.position()).require(200).json();
    assertThat(Rest.texts(mailbox.path("items"), "node_id")).containsExactly("c", "a");
    assertThat(mailbox.path("unread_count").asInt()).isEqualTo(2);

    Answer all =
        bob.post("/v1/mailbox/mark_read", "{'user_id':'user:bob','all':true}").require(200);
    assertThat(bob.get("/v1/mailbox?after=" + all.position()).json().path("unread_count").asInt())
        .isZero();
  }

  @Test
  void pagesFollowTheirTokens() {
    List<JsonNode> pages = bob.pages("/v1/mailbox?page_size=2");
    assertThat(pages).hasSize(2);
    assertThat(Rest.texts(pages.getLast().path("items"), "node_id")).containsExactly("a");
    String token = pages.getFirst().path("next_page_token").asText();
    bob.get("/v1/mailbox?unread_only=true&page_token=" + token)
        .requireError(400, "INVALID_REQUEST");
  }

  @Test
  void aSearchAnswersHighlightsAndScores() {
    JsonNode found = bob.get("/v1/mailbox/search?q=tea").require(200).json();
    assertThat(Rest.texts(found.path("results"), "node_id")).containsExactlyInAnyOrder("a", "c");
    assertThat(found.at("/results/0/highlights").asText()).contains("<b>tea</b>");
    assertThat(found.at("/results/0/score").asDouble())
        .isGreaterThanOrEqualTo(found.at("/results/1/score").asDouble());
    for (String text : List.of("%22open", "AND", "x".repeat(1_100))) {
      bob.get("/v1/mailbox/search?q=" + text).requireError(400, "VALIDATION_ERROR");
    }
    bob.get("/v1/mailbox/search").requireError(400, "INVALID_REQUEST");
  }

  @Test
  void nobodyElseReadsOrMarks() {
    alice.get("/v1/mailbox?user_id=bob").requireError(403, "FORBIDDEN");
    alice.get("/v1/mailbox/search?user_id=bob&q=tea").requireError(403, "FORBIDDEN");
    alice
        .post("/v1/mailbox/mark_read", "{'user_id':'bob','all':true}")
        .requireError(403, "FORBIDDEN");
    alice.as(Rest.ADMIN).get("/v1/mailbox?user_id=bob").require(200);
    assertThat(Rest.texts(alice.get("/v1/mailbox/users").require(200).json().path("user_ids")))
        .containsExactly("user:bob");
  }

  @Test
  void itemsGoWithTheirNodes() {
    alice.commit("{'op':'delete_node','node_id':'b'}").require(200);
    JsonNode mailbox = bob.get("/v1/mailbox").require(200).json();
    assertThat(Rest.texts(mailbox.path("items"), "node_id")).containsExactly("c", "a");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    bob.post("/v1/mailbox/mark_read", "{'user_id':'bob'}").requireError(400, "INVALID_REQUEST");
    bob.post("/v1/mailbox/mark_read", "{'node_id':'a','all':true}")
        .requireError(400, "INVALID_REQUEST");
    bob.get("/v1/mailbox?user_id=group:g").requireError(400, "VALIDATION_ERROR");
    alice
        .commit("{'op':'create_node','type_id':1,'recipients':['role:king']}")
        .requireError(400, "VALIDATION_ERROR");
  }
}
