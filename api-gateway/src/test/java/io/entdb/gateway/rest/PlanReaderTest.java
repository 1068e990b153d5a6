package io.entdb.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.InvalidException;
import io.entdb.model.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanReaderTest {
  private static final String PLAN =
      """
      {"operations":[
        {"op":"create_node","type_id":1,"id":"n1","alias":"a","payload":{"title":"x","2":[1]},
         "acl":[{"principal":"group:staff","permission":"write","expires_at":5}]},
        {"create_node":{"type_id":1,"principals":["bob","tenant:*"]}},
        {"op":"update_node","node_id":"$a.id","payload":{"title":null},"expected_version":1,
         "precondition":{"field":"title","equals":"x"}},
        {"op":"create_edge","edge_type":3,"from_id":"$a","to_id":"n1","props":{"w":0.5}},
        {"op":"delete_edge","edge_type":3,"from_id":"$a.id","to_id":"n1"},
        {"op":"set_visibility","node_id":"n1","principals":[]},
        {"op":"create_node","type_id":1,"on_conflict":"SKIP","storage_mode":"USER_MAILBOX",
         "target_user_id":"bob"},
        {"op":"delete_where","type_id":1,"limit":5,
         "where":[{"field":"title","value":"x"},{"field":"2","op":"in","value":[1,2]}]},
        {"op":"delete_node","node_id":"n1","hard":true}]}
      """;

  private static void read(String text) {
    JsonValue.Obj body = JsonBody.object(text.getBytes(StandardCharsets.UTF_8));
    if (body.members().get("operations") instanceof JsonValue.Arr(List<JsonValue> operations)) {
      PlanReader.read(operations);
    }
  }

  private static void readOne(String operation) {
    read("{\"operations\":[" + operation.replace('\'', '"') + "]}");
  }

  @Test
  void everyOperationHasAForm() {
    read(PLAN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'op':'create_node'} | operations[0].type_id: is required",
        "{'op':'create_node','type_id':1,'payload':[]} |"
            + " operations[0].payload: expected an object, not an array",
        "{'op':'create_node','type_id':1,'paylod':{}} |"
            + " operations[0]: unknown key \"paylod\"; did you mean payload?",
        "{'op':'create_node','type_id':1.5} |"
            + " operations[0].type_id: 1.5 is not a whole number from 1 to 2147483647",
        "{'op':'create_node','type_id':1,'on_conflict':'merge'} |"
            + " operations[0].on_conflict: \"merge\" is neither error nor skip",
        "{'op':'create_node','type_id':1,'storage_mode':'user_mailbox'} |"
            + " operations[0].target_user_id: is required with storage_mode user_mailbox",
        "{'op':'create_node','type_id':1,'target_user_id':'bob'} |"
            + " operations[0].target_user_id: goes only with storage_mode user_mailbox",
        "{'op':'create_node','type_id':1,'storage_mode':'secret'} | operations[0].storage_mode:"
            + " \"secret\" is none of tenant, user_mailbox, public",
        "{'op':'create_node','type_id':1,'storage_mode':'user_mailbox','target_user_id':'group:g'}"
            + " | operations[0].target_user_id: expected a user, not \"group:g\"",
        "{'op':'create_node','type_id':1,'storage_mode':'user_mailbox','target_user_id':'bob',"
            + "'principals':['x']} | acl: a mailbox node is its user's alone and"
            + " takes no ACL",
        "{'op':'create_node','type_id':1,'acl':[],'principals':[]} |"
            + " operations[0].acl: stands beside principals; give one of them",
        "{'op':'create_node','type_id':1,'acl':[{'principal':'x','permission':'own'}]} |"
            + " operations[0].acl[0]: permission \"own\" is none of read, comment, write, delete,"
            + " share, admin, deny",
        "{'op':'update_node','node_id':'n','precondition':{'field':'f'}} |"
            + " operations[0].precondition.equals: is required; null means absent or null",
        "{'op':'set_visibility','node_id':'n'} |"
            + " operations[0].principals: is required; an empty list means the owner alone",
        "{'op':'create_edge','edge_type':1,'from_id':'a'} | operations[0].to_id: is required",
        "{'op':'delete_where','type_id':1} | operations[0].where: is required: one condition or"
            + " more",
        "{'op':'delete_where','type_id':1,'where':[{'field':'a','op':'is','value':1}]} |"
            + " operations[0].where[0].op: unknown operator \"is\"; known are [eq, neq, gt, gte,"
            + " lt, lte, in, like, contains]",
        "{'op':'delete_where','type_id':1,'where':[{'field':'a'}]} | operations[0].where[0].value:"
            + " is required, and not null: null matches nothing",
        "{'op':'delete_where','type_id':1,'where':[{'field':'a','op':'in','value':1}]} |"
            + " operations[0].where[0].value: expected an array of values for in, not a number",
        "{'op':'creat_node'} | operations[0]: unknown operation \"creat_node\"",
        "{'type_id':1,'id':'x'} | operations[0].op: is required",
        "{'op':'delete_node','node_id':'$'} | operations[0].node_id: node id \"\" is not 1 to 128"
            + " characters without control characters, not starting with '$'",
        "7 | operations[0]: expected an object, not a number",
      })
  void aFormThatIsWrongIsNamedWithItsPlace(String operation, String message) {
    assertThatThrownBy(() -> readOne(operation))
        .isInstanceOfAny(ApiException.class, InvalidException.class)
        .hasMessage(message);
  }

  @Test
  void anUnknownOperationIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> readOne("{'op':'creat_node'}"))
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.details())
                    .containsEntry(
                        "did_you_mean",
                        new JsonValue.Arr(List.of(new JsonValue.Text("create_node")))));
  }

  /** Goal: no bytes that a client sends can end in anything but an answer. Mutates a good plan. */
  @Test
  void mutationsAreReadOrRefused() {
    var random = new SplittableRandom(11);
    String pieces = "{}[]\":,0919e.-nulltruefalse $a_\\u00";
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(PLAN);
      for (int times = 1 + random.nextInt(4); times > 0; times--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          default -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
        }
      }
      try {
        read(text.toString());
      } catch (ApiException | InvalidException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }
}
