package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Answer;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two gateways beside the first, which follows everything: node a has the first partition, node b
 * the second and the third.
 */
final class TwoNodes implements AutoCloseable {
  static final List<String> NAMES = List.of("a", "b");

  private final LocalStack stack;
  private final Map<String, Part> parts;

  private TwoNodes(LocalStack stack, Map<String, Part> parts) {
    this.stack = stack;
    this.parts = parts;
  }

  /** Starts both at the same time. */
  static TwoNodes start(LocalStack stack) throws Exception {
    var parts = new HashMap<String, Part>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts = new HashMap<String, Future<Part>>();
      for (String node : NAMES) {
        Map<String, String> variables =
            Map.of("ENTDB_GATEWAY_NODES", "a:1;b:2-3", "ENTDB_GATEWAY_NODE_ID", node);
        Callable<Part> start = () -> stack.startGateway(variables);
        starts.put(node, threads.submit(start));
      }
      for (Map.Entry<String, Future<Part>> started : starts.entrySet()) {
        parts.put(started.getKey(), started.getValue().get());
      }
    }
    return new TwoNodes(stack, parts);
  }

  @Override
  public void close() {
    parts.values().forEach(stack::stop);
  }

  /** The process of a node. */
  Part part(String node) {
    return Objects.requireNonNull(parts.get(node));
  }

  /** Where the nodes serve gRPC. */
  Map<String, String> targets() {
    var targets = new HashMap<String, String>();
    parts.forEach((node, part) -> targets.put(node, "127.0.0.1:" + stack.grpcPort(part)));
    return targets;
  }

  /** The REST API of a node. */
  Client rest(String node) {
    return Client.of(stack.rest(part(node)));
  }

  /** The node that serves what a position is of. */
  static String nodeOf(String position) {
    String[] parts = position.split(":", -1);
    return parts[1].equals("1") ? "a" : "b";
  }

  /** The one that is not this. */
  static String other(String node) {
    return node.equals("a") ? "b" : "a";
  }

  /** A tenant that lives with a node, and a note in it. */
  record Home(String tenant, String note) {}

  /** Makes tenants until one lives with a node. */
  Home home(String node) {
    while (true) {
      String tenant = "aff-" + UUID.randomUUID();
      Answer made = Client.of(stack.rest()).atomic(firstWrite(tenant)).require(200);
      if (nodeOf(made.position()).equals(node)) {
        return new Home(tenant, made.nodeId());
      }
    }
  }

  /** The first write of a tenant, which makes it. */
  static Plan firstWrite(String tenant) {
    return Plan.of(tenant).create("m", 1).waitApplied();
  }

  /** Asserts that the answer sends its client to a node. */
  static void assertRedirected(Answer answer, String tenant, String node) {
    answer.requireError(421, "MISDIRECTED_REQUEST");
    JsonNode error = answer.json().path("error");
    assertThat(error.path("message").asText())
        .isEqualTo("tenant \"%s\" is not served by this node (try node %s)", tenant, node);
    assertThat(error.at("/details/tenant_id").asText()).isEqualTo(tenant);
    assertThat(error.at("/details/node").asText()).isEqualTo(node);
    assertThat(answer.headers().firstValue("entdb-redirect-node")).contains(node);
  }
}
