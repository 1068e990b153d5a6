package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.entdb.grpc.v1.AclEntry;
import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.CreateUserRequest;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.TenantMemberRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: every RPC answers and refuses in the codes and words that its clients rely on. Method: the
 * requests of {@code every-rpc.txt} are sent in their order to one tenant, and no RPC may lack a
 * request that succeeds.
 */
@ExtendWith(SharedStack.class)
class EveryRpcGrpcTest {
  /** A line of the table. */
  private record Line(int number, String rpc, String answer, String request) {}

  @Test
  void everyRpcAnswersAsItsClientsExpect(LocalStack stack) throws Exception {
    Map<String, String> names = prepare(stack);
    Map<String, MethodDescriptor<?, ?>> methods = new TreeMap<>();
    EntDBServiceGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(it -> methods.put(String.valueOf(it.getBareMethodName()), it));
    var unproven = new TreeSet<>(methods.keySet());
    var wrong = new ArrayList<String>();
    for (Line line : lines()) {
      MethodDescriptor<?, ?> method = methods.get(line.rpc());
      assertThat(method).as("line %d: %s", line.number(), line.rpc()).isNotNull();
      String expected = replaced(line.answer(), names);
      String got = send(Channels.of(stack), method, replaced(line.request(), names));
      if (!isAsExpected(expected, got)) {
        wrong.add(
            "line %d: %s %s: expected %s, got %s"
                .formatted(line.number(), line.rpc(), line.request(), expected, got));
      } else if (got.startsWith("OK ")) {
        unproven.remove(line.rpc());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(unproven).as("RPCs without a request that succeeds").isEmpty();
  }

  private static boolean isAsExpected(String expected, String got) {
    int space = expected.indexOf(' ');
    String word = space < 0 ? expected : expected.substring(0, space);
    String text = space < 0 ? "" : expected.substring(space + 1);
    return switch (word) {
      case "OK" -> got.startsWith("OK ");
      case "SAYS" -> got.startsWith("OK ") && got.contains(text);
      case "LACKS" -> got.startsWith("OK ") && !got.contains(text);
      default -> got.startsWith(word + " ") && got.contains(text);
    };
  }

  /** Code and text of an answer; {@code @actor} before a request stands for the header x-actor. */
  private static <Q, A> String send(Channel to, MethodDescriptor<Q, A> method, String text)
      throws IOException {
    Channel channel = to;
    String body = text;
    if (text.startsWith("@")) {
      int end = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
      var headers = new Metadata();
      headers.put(
          Metadata.Key.of("x-actor", Metadata.ASCII_STRING_MARSHALLER), text.substring(1, end));
      channel =
          ClientInterceptors.intercept(to, MetadataUtils.newAttachHeadersInterceptor(headers));
      body = text.substring(end);
    }
    var marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
    var prototype = (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
    Message.Builder request = prototype.newBuilderForType();
    TextFormat.merge(body, request);
    Q message = marshaller.getMessageClass().cast(request.build());
    try {
      A answer =
          ClientCalls.blockingUnaryCall(
              channel,
              method,
              CallOptions.DEFAULT.withDeadlineAfter(45, TimeUnit.SECONDS),
              message);
      return "OK " + TextFormat.printer().printToString((Message) answer);
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() + " " + e.getStatus().getDescription();
    }
  }

  private static Map<String, String> prepare(LocalStack stack) {
    Grpc alice = Grpc.fresh(stack);
    String key = "k-" + UUID.randomUUID();
    ExecuteAtomicResponse made = alice.commit(Grpc.createNote(Map.of(3, Grpc.text(key))));
    String node = made.getCreatedNodeIds(0);
    String peer = alice.note(Map.of());
    alice.commit(Grpc.link(node, peer));
    alice.as(Grpc.BOB).note(Map.of());
    String position = made.getReceipt().getStreamPosition();
    var names = new TreeMap<String, String>((x, y) -> y.compareTo(x)); // $NODE before $NO.
    names.put("$T", alice.tenant());
    names.put("$ALICE", context(alice.tenant(), "user:alice"));
    names.put("$BOB", context(alice.tenant(), "user:bob"));
    names.put("$GUEST", context(alice.tenant(), "user:guest"));
    names.put("$NODE", node);
    names.put("$PEER", peer);
    names.put("$OWN", own(alice));
    names.put("$KEY", key);
    names.put("$POSITION", position);
    names.put("$FUTURE", position.substring(0, position.lastIndexOf(':') + 1) + "17592186000000");
    names.put("$USER", user(alice));
    names.put("$GONE", "gone-" + UUID.randomUUID());
    names.put("$FRESH", "fresh-" + UUID.randomUUID());
    guest(alice);
    return names;
  }

  private static String context(String tenant, String actor) {
    return "context { tenant_id: \"" + tenant + "\" actor: \"" + actor + "\" }";
  }

  /** A node that its owner alone sees. */
  private static String own(Grpc alice) {
    return alice
        .commit(
            Grpc.create(
                CreateNodeOp.newBuilder()
                    .setTypeId(7)
                    .addAcl(
                        AclEntry.newBuilder().setPrincipal("user:alice").setPermission("read"))))
        .getCreatedNodeIds(0);
  }

  private static String user(Grpc alice) {
    String id = "u-" + UUID.randomUUID();
    alice
        .call()
        .createUser(
            CreateUserRequest.newBuilder()
                .setActor(Grpc.ADMIN)
                .setUserId(id)
                .setEmail(id + "@example.com")
                .setName("N")
                .build());
    return id;
  }

  private static void guest(Grpc alice) {
    alice
        .call()
        .addTenantMember(
            TenantMemberRequest.newBuilder()
                .setActor(Grpc.ALICE)
                .setTenantId(alice.tenant())
                .setUserId("guest")
                .setRole("guest")
                .build());
  }

  private static String replaced(String text, Map<String, String> names) {
    String done = text;
    for (var name : names.entrySet()) {
      done = done.replace(name.getKey(), name.getValue());
    }
    return done;
  }

  private static List<Line> lines() throws IOException {
    var lines = new ArrayList<Line>();
    try (InputStream in = EveryRpcGrpcTest.class.getResourceAsStream("/grpc/every-rpc.txt")) {
      assertThat(in).isNotNull();
      String[] all = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      for (int i = 0; i < all.length; i++) {
        if (!all[i].isBlank() && !all[i].startsWith("#")) {
          String[] parts = all[i].split("\\|", 3);
          lines.add(new Line(i + 1, parts[0].strip(), parts[1].strip(), parts[2].strip()));
        }
      }
    }
    return lines;
  }
}
