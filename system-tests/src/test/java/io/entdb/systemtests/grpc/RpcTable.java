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
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The requests of {@code every-rpc.txt}, with the names of one tenant in them. */
final class RpcTable {
  private final Map<String, String> names;
  private final Map<String, MethodDescriptor<?, ?>> methods = new TreeMap<>();

  private RpcTable(Map<String, String> names) {
    this.names = names;
    EntDBServiceGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(it -> methods.put(String.valueOf(it.getBareMethodName()), it));
  }

  /** The table for a tenant that is made for it. */
  static RpcTable of(LocalStack stack) {
    return new RpcTable(prepare(stack));
  }

  /**
   * A line of the table.
   *
   * @param template the request before names were put into it
   */
  record Line(int number, String rpc, String answer, String template, String request) {
    /** Whether the request names the tenant. */
    boolean isOfTenant() {
      return Pattern.compile("\\$(T|ALICE|BOB|GUEST)\\b").matcher(template).find();
    }

    /** Whether the call succeeds, whatever its answer says. */
    boolean succeeds() {
      return answer.startsWith("OK") || answer.startsWith("SAYS ") || answer.startsWith("LACKS ");
    }

    boolean isAnsweredBy(String got) {
      return isAsExpected(answer, got);
    }
  }

  /**
   * What became of a call.
   *
   * @param text its code, then its description or its message
   * @param trailers of a call that failed
   */
  record Reply(String text, Metadata trailers) {}

  /** The names of all RPCs. */
  Set<String> rpcs() {
    return Set.copyOf(methods.keySet());
  }

  /** The tenant that the requests name. */
  String tenant() {
    return names.getOrDefault("$T", "");
  }

  /** A position of that tenant. */
  String position() {
    return names.getOrDefault("$POSITION", "");
  }

  /** Sends a line's request. */
  Reply send(Channel to, Line line) throws IOException {
    MethodDescriptor<?, ?> method = methods.get(line.rpc());
    assertThat(method).as("line %d: %s", line.number(), line.rpc()).isNotNull();
    return send(to, method, line.request());
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
  private static <Q, A> Reply send(Channel to, MethodDescriptor<Q, A> method, String text)
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
      return new Reply(
          "OK " + TextFormat.printer().printToString((Message) answer), new Metadata());
    } catch (StatusRuntimeException e) {
      Metadata trailers = e.getTrailers();
      return new Reply(
          e.getStatus().getCode() + " " + e.getStatus().getDescription(),
          trailers == null ? new Metadata() : trailers);
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

  /** The lines, in their order. */
  List<Line> lines() throws IOException {
    var lines = new ArrayList<Line>();
    try (InputStream in = RpcTable.class.getResourceAsStream("/grpc/every-rpc.txt")) {
      assertThat(in).isNotNull();
      String[] all = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      for (int i = 0; i < all.length; i++) {
        if (!all[i].isBlank() && !all[i].startsWith("#")) {
          String[] parts = all[i].split("\\|", 3);
          String request = parts[2].strip();
          lines.add(
              new Line(
                  i + 1,
                  parts[0].strip(),
                  replaced(parts[1].strip(), names),
                  request,
                  replaced(request, names)));
        }
      }
    }
    return lines;
  }
}
