package io.entdb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodeResponse;
import io.entdb.grpc.v1.Node;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that answer, point at each other, or are away. */
class NodesTest {
  private static final String ANSWER = "";
  private static final String AWAY = "away";

  private final Gateway a = new Gateway("a");
  private final Gateway b = new Gateway("b");
  private final List<String> looked = new CopyOnWriteArrayList<>();
  private final Map<String, String> addresses = new HashMap<>();
  private final List<Server> servers = new ArrayList<>();
  private Nodes nodes;

  /** Answers, or says where to go, or that it cannot be asked now. */
  private static final class Gateway extends EntDBServiceGrpc.EntDBServiceImplBase {
    private final String name;
    private volatile String word = ANSWER;
    private volatile int asked;

    Gateway(String name) {
      this.name = name;
    }

    @Override
    public synchronized void getNode(
        GetNodeRequest request, StreamObserver<GetNodeResponse> observer) {
      asked++;
      if (word.equals(ANSWER)) {
        observer.onNext(
            GetNodeResponse.newBuilder().setNode(Node.newBuilder().setNodeId(name)).build());
        observer.onCompleted();
        return;
      }
      var trailers = new Metadata();
      if (!word.equals(AWAY)) {
        trailers.put(
            Metadata.Key.of("entdb-redirect-node", Metadata.ASCII_STRING_MARSHALLER), word);
      }
      observer.onError(Status.UNAVAILABLE.asRuntimeException(trailers));
    }
  }

  @BeforeEach
  void start() throws IOException {
    addresses.put("a", serve(a));
    addresses.put("b", serve(b));
    nodes =
        new Nodes(
            addresses.get("a"),
            id -> {
              looked.add(id);
              return Optional.ofNullable(addresses.get(id));
            },
            address -> Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build(),
            EntDBServiceGrpc::newBlockingStub);
  }

  private String serve(Gateway gateway) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(gateway)
            .build()
            .start();
    servers.add(server);
    return "127.0.0.1:" + server.getPort();
  }

  @AfterEach
  void stop() {
    nodes.close();
    servers.forEach(Server::shutdownNow);
  }

  /** Who answers. */
  private String ask(String tenant) {
    return nodes
        .call(tenant, service -> service.getNode(GetNodeRequest.getDefaultInstance()))
        .getNode()
        .getNodeId();
  }

  private void assertUnavailable(String tenant) {
    assertThatThrownBy(() -> ask(tenant))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void theNodeOfATenantIsFollowedAndRemembered() {
    assertThat(ask("other")).isEqualTo("a");
    a.word = "b";
    assertThat(ask("acme")).isEqualTo("b");
    assertThat(ask("acme")).isEqualTo("b");
    assertThat(a.asked).isEqualTo(2);
    assertThat(b.asked).isEqualTo(2);
    a.word = ANSWER;
    assertThat(ask("other")).as("others are not where acme is").isEqualTo("a");
  }

  @Test
  void aNodeThatIsAwayIsForgotten() {
    a.word = "b";
    assertThat(ask("acme")).isEqualTo("b");
    b.word = AWAY;
    assertUnavailable("acme");
    a.word = ANSWER;
    assertThat(ask("acme")).isEqualTo("a");
    assertThat(b.asked).isEqualTo(2);
  }

  @Test
  void aTenantThatMovedIsFollowedFromWhereItWas() {
    a.word = "b";
    assertThat(ask("acme")).isEqualTo("b");
    a.word = ANSWER;
    b.word = "a";
    assertThat(ask("acme")).isEqualTo("a");
    assertThat(ask("acme")).isEqualTo("a");
    assertThat(b.asked).isEqualTo(2);
  }

  @Test
  void nodesThatPointAtEachOtherAreFollowedOnce() {
    a.word = "b";
    b.word = "a";
    assertUnavailable("acme");
    assertThat(a.asked).isEqualTo(1);
    assertThat(b.asked).isEqualTo(1);
  }

  @Test
  void aNodeWithoutAnAddressOrNoNodeAtAllIsNotGoneTo() {
    a.word = "c";
    assertUnavailable("acme");
    assertThat(looked).containsExactly("c");
    for (String evil : List.of("evil.example", "b:1/x", "dns:b", "-b", "")) {
      a.word = evil.isEmpty() ? AWAY : evil;
      assertUnavailable("acme");
    }
    assertThat(looked).containsExactly("c");
    assertThat(b.asked).isZero();
  }
}
