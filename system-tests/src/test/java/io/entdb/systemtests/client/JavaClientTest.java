package io.entdb.systemtests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.client.Committed;
import io.entdb.client.Edge;
import io.entdb.client.EntdbClient;
import io.entdb.client.EntdbException;
import io.entdb.client.EntdbException.Kind;
import io.entdb.client.Fields;
import io.entdb.client.Node;
import io.entdb.client.Plan;
import io.entdb.client.Query;
import io.entdb.client.Ref;
import io.entdb.client.Tenant;
import io.entdb.grpc.v1.FilterOp;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.SharedStack;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README says of the client. */
@ExtendWith(SharedStack.class)
class JavaClientTest {
  private static final int PERSON = 1;
  private static final int NAME = 1;
  private static final int EMAIL = 2;
  private static final int AGE = 3;
  private static final int KNOWS = 10;

  private static final String SCHEMA =
      """
      {"node_types": [{"type_id": 1, "name": "Person", "fields": [
        {"field_id": 1, "name": "name",  "kind": "str", "required": true, "searchable": true},
        {"field_id": 2, "name": "email", "kind": "str", "unique": true},
        {"field_id": 3, "name": "age",   "kind": "int", "indexed": true}]}],
       "edge_types": [{"edge_id": 10, "name": "knows", "from_type_id": 1, "to_type_id": 1,
         "props": [{"field_id": 1, "name": "since", "kind": "int"}], "on_subject_exit": "both"}]}\
      """;

  private EntdbClient client;
  private String tenantId;
  private Tenant tenant;

  @BeforeEach
  void connect(LocalStack stack) {
    tenantId = "client-" + UUID.randomUUID();
    Client.of(stack.rest())
        .send(
            "PUT",
            "/v1/schema",
            "",
            Map.of("X-Tenant-ID", tenantId, "X-Actor", "user:ann"),
            BodyPublishers.ofString(SCHEMA))
        .require(200);
    client = EntdbClient.builder("127.0.0.1:" + stack.grpcPort(Part.GATEWAY)).build();
    tenant = client.tenant(tenantId, "user:ann");
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static Fields person(String name, String email, long age) {
    return Fields.of(NAME, name).and(EMAIL, email).and(AGE, age);
  }

  @Test
  void aPlanIsReadBackAtOnceThroughEveryKindOfRead() {
    var plan = Plan.create();
    Ref ann = plan.create(PERSON, person("Ann", "ann@example.com", Long.MAX_VALUE));
    Ref ben = plan.create(PERSON, person("Ben", "ben@example.com", 29));
    plan.connect(KNOWS, ann, ben, Fields.of(1, 1999L));
    // Only kept, not applied: the reads below wait for it by themselves.
    Committed committed = tenant.commit(plan);
    List<String> ids = committed.nodeIds();

    Node read = tenant.node(PERSON, ids.getFirst()).orElseThrow();
    assertThat(read.fields().text(NAME)).isEqualTo("Ann");
    assertThat(read.fields().number(AGE)).isEqualTo(Long.MAX_VALUE);
    assertThat(read.owner()).isEqualTo("user:ann");
    assertThat(tenant.nodeByKey(PERSON, EMAIL, "ben@example.com").orElseThrow().id())
        .isEqualTo(ids.get(1));
    assertThat(tenant.edgesFrom(ids.getFirst(), KNOWS))
        .singleElement()
        .satisfies(edge -> assertThat(edge.props().number(1)).isEqualTo(1999));
    assertThat(tenant.edgesTo(ids.get(1), 0))
        .extracting(Edge::from)
        .containsExactly(ids.getFirst());
    assertThat(tenant.connected(ids.getFirst(), KNOWS))
        .extracting(Node::id)
        .containsExactly(ids.get(1));
    assertThat(tenant.search(PERSON, "ben")).extracting(Node::id).containsExactly(ids.get(1));
    assertThat(tenant.nodes(PERSON, ids)).extracting(Node::id).containsExactlyElementsOf(ids);
  }

  @Test
  void aPlanThatIsSentTwiceHappensOnce() {
    var plan = Plan.create();
    plan.create(PERSON, person("Ann", "ann@example.com", 41));

    Committed first = tenant.apply(plan);
    Committed second = tenant.apply(plan);

    assertThat(second.nodeIds()).isEqualTo(first.nodeIds());
    assertThat(tenant.query(Query.ofType(PERSON))).hasSize(1);
  }

  @Test
  void aStreamGoesThroughAllPages() {
    for (int batch = 0; batch < 3; batch++) {
      var plan = Plan.create();
      for (int i = 0; i < 700; i++) {
        plan.create(PERSON, person("p", batch + "-" + i + "@example.com", i));
      }
      tenant.commit(plan);
    }

    assertThat(tenant.query(Query.ofType(PERSON)).map(Node::id).distinct()).hasSize(2_100);
    assertThat(tenant.query(Query.ofType(PERSON).where(AGE, FilterOp.GTE, 690L))).hasSize(30);
    assertThat(
            tenant.query(Query.ofType(PERSON).orderBy("created_at").descending()).limit(5).toList())
        .hasSize(5);
  }

  @Test
  void refusalsSayWhatToDo() {
    var plan = Plan.create();
    plan.create(PERSON, person("Ann", "ann@example.com", 41));
    String id = tenant.apply(plan).nodeIds().getFirst();

    var taken = Plan.create();
    taken.create(PERSON, person("Ann II", "ann@example.com", 1));
    assertThatThrownBy(() -> tenant.apply(taken))
        .isInstanceOfSatisfying(
            EntdbException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));

    var outdated = Plan.create().updateIf(PERSON, Ref.id(id), AGE, 40L, Fields.of(AGE, 42L));
    assertThatThrownBy(() -> tenant.apply(outdated))
        .isInstanceOfSatisfying(
            EntdbException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PRECONDITION));
    tenant.apply(Plan.create().updateIf(PERSON, Ref.id(id), AGE, 41L, Fields.of(AGE, 42L)));
    assertThat(tenant.node(PERSON, id).orElseThrow().fields().number(AGE)).isEqualTo(42);

    var nameless = Plan.create();
    nameless.create(PERSON, Fields.of(AGE, 1L));
    assertThatThrownBy(() -> tenant.apply(nameless))
        .isInstanceOfSatisfying(
            EntdbException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));

    tenant.apply(Plan.create().delete(PERSON, Ref.id(id)));
    assertThat(tenant.node(PERSON, id)).isEmpty();
  }

  @Test
  void anExistingNodeIsTakenWhereThatIsAskedFor() {
    var plan = Plan.create();
    plan.create(PERSON, person("Ann", "ann@example.com", 41));
    String id = tenant.apply(plan).nodeIds().getFirst();

    var again = Plan.create();
    again.create(PERSON, person("Other", "ann@example.com", 1), Plan.NewNode::orExisting);
    assertThat(tenant.apply(again).nodeIds()).containsExactly(id);
  }

  @Test
  void whatIsPrivateIsNotThereForOthers() {
    var plan = Plan.create();
    plan.create(
        PERSON, person("Ann", "ann@example.com", 41), node -> node.grant("user:ben", "read"));
    String id = tenant.apply(plan).nodeIds().getFirst();

    assertThat(client.tenant(tenantId, "user:ben").node(PERSON, id)).isPresent();
    assertThat(client.tenant(tenantId, "user:eve").node(PERSON, id)).isEmpty();
  }
}
