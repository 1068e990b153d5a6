package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.client.EntdbClient;
import io.entdb.client.Fields;
import io.entdb.client.Node;
import io.entdb.client.Plan;
import io.entdb.client.Query;
import io.entdb.client.Tenant;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.ListSharedWithMeRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.TestSchema;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways that share the partitions: node a has the first, node b the second and third. */
@ExtendWith(SharedStack.class)
final class AffinityTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What the directory alone answers. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "CreateUser",
          "GetUser",
          "UpdateUser",
          "ListUsers",
          "FreezeUser",
          "DeleteUser",
          "CancelUserDeletion",
          "ExportUserData",
          "CreateTenant",
          "ListTenants",
          "GetUserTenants",
          "Health");

  private static LocalStack stack;
  private static TwoNodes nodes;

  @BeforeAll
  static void start(LocalStack shared) throws Exception {
    stack = shared;
    nodes = TwoNodes.start(shared);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  /**
   * Goal: every RPC about a tenant is sent to its node, all others are answered. Method: what
   * succeeds elsewhere ({@code every-rpc.txt}) is asked of the wrong node.
   */
  @Test
  void everyRpcAboutATenantIsSentToItsNode() throws Exception {
    RpcTable table = RpcTable.of(stack);
    String right = TwoNodes.nodeOf(table.position());
    var wrongNode = Channels.of(stack, nodes.part(TwoNodes.other(right)));
    String redirect =
        "UNAVAILABLE tenant \"%s\" is not served by this node (try node %s)"
            .formatted(table.tenant(), right);
    var key = Metadata.Key.of("entdb-redirect-node", Metadata.ASCII_STRING_MARSHALLER);
    var unproven = new TreeSet<>(table.rpcs());
    var wrong = new ArrayList<String>();
    for (RpcTable.Line line : table.lines()) {
      if (EVERYWHERE.contains(line.rpc())) {
        String got = table.send(wrongNode, line).text();
        unproven.remove(line.rpc());
        if (!line.isAnsweredBy(got)) {
          wrong.add(line + " was answered " + got);
        }
      } else if (line.isOfTenant() && line.succeeds() && !isOfItself(line)) {
        RpcTable.Reply reply = table.send(wrongNode, line);
        unproven.remove(line.rpc());
        if (!reply.text().equals(redirect) || !right.equals(reply.trailers().get(key))) {
          wrong.add(line + " was answered " + reply);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(unproven).isEmpty();
  }

  /** Answers of success to requests that ask for nothing, whatever the tenant. */
  private static boolean isOfItself(RpcTable.Line line) {
    return line.answer().endsWith("are required")
        || (line.rpc().equals("GetConnectedNodes") && line.answer().startsWith("LACKS"));
  }

  /** Goal and method as above, over REST; a new resource has to be put on one of the lists. */
  @Test
  void everyResourceOfATenantIsSentToItsNode() throws Exception {
    TwoNodes.Home home = nodes.home("b");
    String tenant = home.tenant();
    var seen = new HashSet<String>();
    for (RestRequest request : RestRequest.ofATenant()) {
      seen.add(request.resource());
      TwoNodes.assertRedirected(request.send(nodes.rest("a"), tenant), tenant, "b");
    }
    Set<String> all = RestRequest.resources(nodes.rest("a"));
    all.removeIf(path -> path.contains(" /v1/users") || path.contains(" /admin/api-keys"));
    all.removeIf(path -> path.contains("health"));
    all.removeAll(
        Set.of(
            "GET /v1/tenants",
            "POST /v1/tenants",
            "DELETE /v1/tenants/{id}",
            "POST /v1/tenants/{id}/cancel_deletion",
            "GET /admin/parked",
            "GET /admin/snapshots/{id}",
            // Looks for the image first.
            "POST /admin/tenants/{id}/rebase"));
    assertThat(all).as("neither sent to its node nor answered everywhere").isSubsetOf(seen);
  }

  /**
   * Goal: a client that knows any node works with every tenant. Method: it is given the wrong one;
   * that must be asked once for each tenant, though writes and reads are many.
   */
  @Test
  void theJavaClientFindsEveryTenantsNode() {
    Map<String, String> targets = nodes.targets();
    for (String wrong : List.of("a", "b")) {
      TwoNodes.Home home = nodes.home(TwoNodes.other(wrong));
      double before = redirects(wrong);
      try (var client = client(wrong, targets)) {
        Tenant tenant = client.tenant(home.tenant(), Client.ACTOR);
        for (int i = 0; i < 5; i++) {
          var plan = Plan.create();
          plan.create(TestSchema.NOTE, Fields.of(1, "by client " + i));
          String id = tenant.commit(plan).nodeIds().getFirst();
          assertThat(tenant.node(TestSchema.NOTE, id)).isPresent();
        }
        assertThat(tenant.query(Query.ofType(TestSchema.NOTE)).map(Node::id)).hasSize(6);
      }
      assertThat(redirects(wrong) - before).isEqualTo(1);
    }
  }

  /** A client that is given a node, and knows others by their names. */
  private static EntdbClient client(String node, Map<String, String> others) {
    String target = "127.0.0.1:" + stack.grpcPort(nodes.part(node));
    return EntdbClient.builder(target).nodes(others).build();
  }

  private static double redirects(String node) {
    return Metrics.of(stack, nodes.part(node)).sum("entdb_redirects_total");
  }

  /**
   * Goal: a tenant that is created at the wrong node is there for its owner at once. Method: many
   * are created at one node and read by their owner at the right one in the same moment.
   */
  @Test
  void aTenantCanBeCreatedEverywhereAndIsThereAtOnce() {
    int elsewhere = 0;
    for (int here = 0; elsewhere < 5 || here < 1; ) {
      String tenant = "born-" + UUID.randomUUID();
      String body = "{\"tenant_id\":\"%s\",\"owner\":\"user:eve\"}".formatted(tenant);
      nodes
          .rest("a")
          .send(
              "POST",
              "/v1/tenants",
              "",
              Map.of("X-Actor", Client.ACTOR),
              BodyPublishers.ofString(body))
          .require(201);
      Answer read = asEve("a", tenant);
      if (read.status() == 421) {
        elsewhere++;
        TwoNodes.assertRedirected(read, tenant, "b");
        read = asEve("b", tenant);
      } else {
        here++;
      }
      assertThat(read.require(200).json().path("members")).hasSize(1);
    }
  }

  private static Answer asEve(String node, String tenant) {
    return nodes
        .rest(node)
        .send(
            "GET",
            "/v1/tenants/" + tenant + "/members",
            "",
            Map.of("X-Actor", "user:eve", "X-Tenant-ID", tenant),
            BodyPublishers.noBody());
  }

  /** A first write at the wrong node makes no tenant; at the right one it does. */
  @Test
  void aFirstWriteMakesItsTenantAtItsNode() {
    var seen = new HashSet<String>();
    while (seen.size() < 2) {
      var plan = TwoNodes.firstWrite("auto-" + UUID.randomUUID());
      Answer first = nodes.rest("a").atomic(plan);
      String node = "a";
      if (first.status() == 421) {
        node = "b";
        TwoNodes.assertRedirected(first, plan.tenant(), "b");
        assertThat(Client.of(stack.rest()).get(plan.tenant(), "/v1/tenants/" + plan.tenant(), ""))
            .satisfies(answer -> assertThat(answer.status()).isEqualTo(404));
        first = nodes.rest("b").atomic(plan);
      }
      assertThat(TwoNodes.nodeOf(first.require(200).position())).isEqualTo(node);
      seen.add(node);
    }
  }

  /** Goal: nobody takes a part of an export for the whole. */
  @Test
  void anExportNamesTheTenantsOfOtherNodes() {
    TwoNodes.Home atA = nodes.home("a");
    TwoNodes.Home atB = nodes.home("b");
    String user = "exp-" + UUID.randomUUID();
    Map<String, String> operator = Map.of("X-Actor", Client.ACTOR);
    nodes
        .rest("b")
        .send(
            "POST",
            "/v1/users",
            "",
            operator,
            BodyPublishers.ofString(
                "{\"user_id\":\"%s\",\"email\":\"%s@example.com\",\"name\":\"N\"}"
                    .formatted(user, user)))
        .require(201);
    for (String node : List.of("a", "b")) {
      String tenant = node.equals("a") ? atA.tenant() : atB.tenant();
      String path = "/v1/tenants/" + tenant + "/members";
      String body = "{\"user_id\":\"%s\",\"role\":\"member\"}".formatted(user);
      nodes.rest(node).send("POST", path, "", operator, BodyPublishers.ofString(body)).require(201);
      String note =
          """
          {"tenant_id":"%s","actor":"user:%s","wait_applied":true,
           "operations":[{"op":"create_node","type_id":7,"payload":{"mark":"mine"}}]}\
          """
              .formatted(tenant, user);
      nodes
          .rest(node)
          .send("POST", "/v1/atomic", "", Map.of(), BodyPublishers.ofString(note))
          .require(200);
    }
    for (String node : List.of("a", "b")) {
      String here = node.equals("a") ? atA.tenant() : atB.tenant();
      String there = node.equals("a") ? atB.tenant() : atA.tenant();
      // The directory hears of members by way of the applier.
      Await.until(
          "both tenants are in the export",
          SOON,
          () -> {
            JsonNode export =
                nodes.rest(node).get("", "/v1/users/" + user + "/export", "").require(200).json();
            return export.at("/tenants/0/tenant_id").asText().equals(here)
                && export.path("tenants").size() == 1
                && export.path("elsewhere").size() == 1
                && export.at("/elsewhere/0/tenant_id").asText().equals(there)
                && export.at("/elsewhere/0/node").asText().equals(TwoNodes.other(node));
          });
    }
    assertThat(
            Client.of(stack.rest())
                .get("", "/v1/users/" + user + "/export", "")
                .json()
                .path("tenants"))
        .hasSize(2);
  }

  /** Goal: nobody takes what is shared with it in one node's tenants for all that is shared. */
  @Test
  void whatIsSharedNamesTheTenantsOfOtherNodes() {
    TwoNodes.Home home = nodes.home("a");
    TwoNodes.Home far = nodes.home("b");
    String user = "user:shr-" + UUID.randomUUID();
    Map<String, String> inFar = Map.of("X-Tenant-ID", far.tenant(), "X-Actor", Client.ACTOR);
    String share = "{\"principal\":\"%s\",\"permission\":\"read\"}".formatted(user);
    nodes
        .rest("b")
        .send(
            "POST", "/v1/nodes/" + far.note() + "/share", "", inFar, BodyPublishers.ofString(share))
        .require(200);
    // The directory hears of the share by way of the applier.
    Await.until(
        "the other tenant is named",
        SOON,
        () -> {
          JsonNode shared = shared("a", home.tenant(), user);
          return shared.path("nodes").isEmpty()
              && shared.at("/elsewhere/0/tenant_id").asText().equals(far.tenant())
              && shared.at("/elsewhere/0/node").asText().equals("b");
        });
    assertThat(shared("b", far.tenant(), user).at("/nodes/0/id").asText()).isEqualTo(far.note());

    var trailers = new AtomicReference<Metadata>();
    var service =
        EntDBServiceGrpc.newBlockingStub(Channels.of(stack, nodes.part("a")))
            .withInterceptors(
                MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    var grpc = new Grpc(service, home.tenant(), user);
    assertThat(
            grpc.call()
                .listSharedWithMe(
                    ListSharedWithMeRequest.newBuilder().setContext(grpc.context()).build())
                .getNodesList())
        .isEmpty();
    var elsewhere = Metadata.Key.of("entdb-elsewhere", Metadata.ASCII_STRING_MARSHALLER);
    assertThat(trailers.get().get(elsewhere)).isEqualTo(far.tenant() + "=b");
  }

  private static JsonNode shared(String node, String tenant, String user) {
    return nodes
        .rest(node)
        .send(
            "GET",
            "/v1/shared",
            "",
            Map.of("X-Tenant-ID", tenant, "X-Actor", user),
            BodyPublishers.noBody())
        .require(200)
        .json();
  }

  /** A node follows its own and the directory's partition, and is well with that. */
  @Test
  void aNodeFollowsItsOwnPartitionsOnly() {
    Part a = nodes.part("a");
    Metrics metrics = Metrics.of(stack, a);
    for (String name : List.of("entdb_wal_consumer_lag", "entdb_follower_lag_seconds")) {
      assertThat(metrics.lines(name))
          .anyMatch(line -> line.contains("partition=\"0\""))
          .anyMatch(line -> line.contains("partition=\"1\""))
          .noneMatch(line -> line.contains("partition=\"2\""))
          .noneMatch(line -> line.contains("partition=\"3\""));
    }
    assertThat(metrics.sum("entdb_follower_stopped_partitions")).isZero();
    assertThat(metrics.max("entdb_applier_lag_seconds")).isLessThan(20);
    assertThat(nodes.rest("a").get("", "/health", "").require(200).json().path("status").asText())
        .isEqualTo("healthy");
    assertThat(Files.exists(stack.dataFolder(a).resolve("p=1"))).isTrue();
    assertThat(Files.exists(stack.dataFolder(a).resolve("p=2"))).isFalse();
  }
}
