package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodeResponse;
import io.entdb.grpc.v1.HealthRequest;
import io.entdb.grpc.v1.HealthResponse;
import io.entdb.grpc.v1.WaitForOffsetRequest;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all methods have in common: health, reflection, deadlines, limits, metrics. */
@ExtendWith(SharedStack.class)
class TransportGrpcTest {
  private LocalStack stack;
  private Grpc grpc;

  @BeforeEach
  void freshTenant(LocalStack shared) {
    stack = shared;
    grpc = Grpc.fresh(shared);
  }

  @Test
  void bothKindsOfHealthAnswer() {
    HealthResponse own = grpc.call().health(HealthRequest.getDefaultInstance());
    assertThat(own.getHealthy()).isTrue();
    assertThat(own.getVersion()).isNotEmpty();
    assertThat(own.getComponentsMap())
        .containsEntry("wal", "healthy")
        .containsEntry("storage", "healthy");
    var health = HealthGrpc.newBlockingStub(Channels.of(stack));
    for (String service : new String[] {"", "entdb.v1.EntDBService"}) {
      assertThat(
              health
                  .withDeadlineAfter(10, TimeUnit.SECONDS)
                  .check(HealthCheckRequest.newBuilder().setService(service).build())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void aClientThatKnowsNothingFindsItsWayByReflection() {
    String id = grpc.note(Map.of(1, text("found")));
    var reflection = new Reflection(Channels.of(stack));
    assertThat(reflection.services()).contains("entdb.v1.EntDBService", "grpc.health.v1.Health");

    MethodDescriptor getNode = reflection.method("entdb.v1.EntDBService", "GetNode");
    Descriptor request = getNode.getInputType();
    Descriptor context = request.findFieldByName("context").getMessageType();
    DynamicMessage answer =
        reflection.call(
            getNode,
            DynamicMessage.newBuilder(request)
                .setField(
                    request.findFieldByName("context"),
                    DynamicMessage.newBuilder(context)
                        .setField(context.findFieldByName("tenant_id"), grpc.tenant())
                        .setField(context.findFieldByName("actor"), Grpc.ALICE)
                        .build())
                .setField(request.findFieldByName("node_id"), id)
                .build());
    assertThat(answer.getField(getNode.getOutputType().findFieldByName("found"))).isEqualTo(true);
    assertThat(answer.toString()).contains("found");
  }

  private WaitForOffsetRequest waitForEver() {
    String position = grpc.commit(Grpc.createNote(Map.of())).getReceipt().getStreamPosition();
    int colon = position.lastIndexOf(':');
    long far = Long.parseLong(position.substring(colon + 1)) + 1_000_000;
    return WaitForOffsetRequest.newBuilder()
        .setContext(grpc.context())
        .setStreamPosition(position.substring(0, colon + 1) + far)
        .setTimeoutMs(60_000)
        .build();
  }

  @Test
  void aDeadlineEndsAWait() {
    WaitForOffsetRequest request = waitForEver();
    long start = System.nanoTime();
    Grpc.requireFailure(
        Code.DEADLINE_EXCEEDED,
        "",
        () -> grpc.service().withDeadlineAfter(500, TimeUnit.MILLISECONDS).waitForOffset(request));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aCancelledCallEndsOnTheServerToo() throws Exception {
    WaitForOffsetRequest request = waitForEver();
    Context.CancellableContext context = Context.current().withCancellation();
    Thread caller =
        Thread.startVirtualThread(
            context.wrap(
                () ->
                    Grpc.requireFailure(
                        Code.CANCELLED, "", () -> grpc.call().waitForOffset(request))));
    Thread.sleep(300);
    context.cancel(null);
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    // The call's thread counts it when it ends, long before the wait that was asked for.
    Client management = Client.of(stack.management(Part.GATEWAY));
    String line =
        "entdb_requests_total{endpoint=\"WaitForOffset\",method=\"POST\",protocol=\"grpc\",status=\"CANCELLED\"";
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!management.text("/metrics").contains(line)) {
      assertThat(System.nanoTime()).as("the call goes on on the server").isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void messagesUpToFiftyMebibytesAreRead() {
    grpc.note(Map.of());
    // The plan is too large for the log, but the message is read to find that out.
    Grpc.requireFailure(
        Code.RESOURCE_EXHAUSTED,
        "when encoded",
        () -> grpc.commit(Grpc.createNote(Map.of(1, text("x".repeat(20 * 1024 * 1024))))));
    assertThat(
            Grpc.failure(() -> grpc.commit(Grpc.createNote(Map.of(1, text("x".repeat(51 << 20))))))
                .getCode())
        .isIn(Code.RESOURCE_EXHAUSTED, Code.CANCELLED);
    grpc.note(Map.of());
  }

  @Test
  void bytesThatAreNoMessageAreTheClientsMistake() {
    for (byte[] bytes :
        new byte[][] {{-1}, {10, 100, 1}, {7}, "garbage".getBytes(StandardCharsets.UTF_8)}) {
      Grpc.requireFailure(
          Code.INVALID_ARGUMENT, "no message of its type", () -> raw("GetNode", bytes));
    }
  }

  private GetNodeResponse raw(String method, byte[] bytes) {
    var call =
        EntDBServiceGrpc.getGetNodeMethod().toBuilder(
                new Marshaller<byte[]>() {
                  @Override
                  public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                  }

                  @Override
                  public byte[] parse(InputStream stream) {
                    throw new UnsupportedOperationException(method);
                  }
                },
                EntDBServiceGrpc.getGetNodeMethod().getResponseMarshaller())
            .build();
    return ClientCalls.blockingUnaryCall(
        Channels.of(stack),
        call,
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        bytes);
  }

  @Test
  void callsAreCountedByMethodAndStatus() {
    grpc.note(Map.of());
    Grpc.failure(() -> grpc.call().getNode(GetNodeRequest.getDefaultInstance()));
    assertThat(Client.of(stack.management(Part.GATEWAY)).text("/metrics"))
        .contains(
            "entdb_requests_total{endpoint=\"ExecuteAtomic\",method=\"POST\",protocol=\"grpc\",status=\"OK\"")
        .contains(
            "entdb_requests_total{endpoint=\"GetNode\",method=\"POST\",protocol=\"grpc\",status=\"INVALID_ARGUMENT\"")
        .contains(
            "entdb_request_duration_seconds_bucket{endpoint=\"ExecuteAtomic\",protocol=\"grpc\"");
  }

  @Test
  void aCallsIdComesBackAndOneIsMadeWhereThereIsNone() {
    Metadata.Key<String> id = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
    var headers = new AtomicReference<Metadata>();
    var trailers = new AtomicReference<Metadata>();
    var capturing =
        grpc.call()
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    grpc.note(Map.of());
    var _ = capturing.health(HealthRequest.getDefaultInstance());
    assertThat(headers.get().get(id)).startsWith("req_");

    var own = new Metadata();
    own.put(id, "req-of-mine");
    Grpc.failure(
        () ->
            capturing
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(own))
                .getNode(GetNodeRequest.getDefaultInstance()));
    assertThat(trailers.get().get(id)).as("a refusal has it, too").isEqualTo("req-of-mine");
  }
}
