package io.entdb.systemtests.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.entdb.grpc.v1.CreateTenantRequest;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.ReplayedTenant;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has a stack of its own: random calls may archive any tenant and freeze any user. */
final class FuzzGrpcTest {
  private static final int BATCH = 200;

  /** Enough to see what they have in common. */
  private static final int FINDINGS_MAX = 10;

  private static final int PATIENCE_S = 10;

  /** What a service whose dependencies are well never answers. */
  private static final Set<Code> FAULTS =
      EnumSet.of(Code.INTERNAL, Code.UNKNOWN, Code.UNAVAILABLE, Code.DATA_LOSS, Code.ABORTED);

  private static LocalStack stack;

  private final List<String> findings = new ArrayList<>();

  @BeforeAll
  static void start() {
    stack = LocalStack.builder().only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY).start();
    TestSchema.putAsDefault(Client.of(stack.rest()));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /**
   * Goal: no message makes the service fail, or a follower stop. Method: messages are drawn from
   * the descriptors of all methods for a time; after each batch a write must be applied; at the end
   * the log's replay must meet no fault.
   */
  @Test
  void noMessageMakesTheServiceFailAndWritesGoOn(@TempDir Path folder) throws Exception {
    SplittableRandom random = Runs.random(FuzzGrpcTest.class);
    var messages = new RandomMessages(random, List.of("fuzz-1", "fuzz-2", "fuzz-3", "fuzz-4"));
    Grpc writer = Grpc.of(stack, "untouched", "system:writer");
    for (int i = 1; i <= 3; i++) {
      writer
          .call()
          .createTenant(
              CreateTenantRequest.newBuilder()
                  .setActor("system:writer")
                  .setTenantId("fuzz-" + i)
                  .setName("fuzz")
                  .build());
    }
    List<MethodDescriptor<?, ?>> methods =
        List.copyOf(EntDBServiceGrpc.getServiceDescriptor().getMethods());
    Map<Code, Integer> codes = new TreeMap<>();
    long end = System.nanoTime() + Duration.ofSeconds(Runs.count(15, 300)).toNanos();
    int count = 0;
    while (System.nanoTime() < end && findings.size() < FINDINGS_MAX) {
      for (int i = 0; i < BATCH; i++) {
        codes.merge(call(methods.get(random.nextInt(methods.size())), messages), 1, Integer::sum);
        count++;
      }
      writer.note(Map.of());
    }
    assertThat(findings).as("after %d calls", count).isEmpty();
    Runs.say(FuzzGrpcTest.class, count + " calls ended with " + codes);
    assertThat(codes).containsKeys(Code.OK, Code.INVALID_ARGUMENT, Code.NOT_FOUND);

    try (LogReplay replay = LogReplay.of(stack, folder)) {
      for (ReplayedTenant tenant : replay.tenants().values()) {
        assertThat(tenant.fault()).as("%s", tenant.state().tenant()).isEmpty();
      }
    }
  }

  @SuppressWarnings("unchecked") // All messages of the service are protobuf's.
  private Code call(MethodDescriptor<?, ?> any, RandomMessages messages) {
    var method = (MethodDescriptor<Message, Message>) any;
    var marshaller = (PrototypeMarshaller<Message>) method.getRequestMarshaller();
    Message request = messages.of(Objects.requireNonNull(marshaller.getMessagePrototype()));
    long start = System.nanoTime();
    try {
      Message answer =
          ClientCalls.blockingUnaryCall(
              Channels.of(stack),
              method,
              CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS),
              request);
      if (answer instanceof ExecuteAtomicResponse made) {
        made.getCreatedNodeIdsList().stream().limit(1).forEach(messages::knows);
      }
      return Code.OK;
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      // Some methods wait for a position as long as the client does; that is no hanging.
      boolean hung =
          status.getCode() == Code.DEADLINE_EXCEEDED
              && !String.valueOf(status.getDescription()).contains("was not reached")
              && System.nanoTime() - start > Duration.ofSeconds(PATIENCE_S - 1).toNanos();
      if (FAULTS.contains(status.getCode()) || hung) {
        findings.add("%s(%s)%n-> %s".formatted(method.getBareMethodName(), request, status));
      }
      return status.getCode();
    }
  }
}
