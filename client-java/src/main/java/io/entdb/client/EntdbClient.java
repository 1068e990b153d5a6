package io.entdb.client;

import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.entdb.grpc.v1.EntDBServiceGrpc.EntDBServiceBlockingStub;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A connection to EntDB.
 *
 * <pre>{@code
 * try (var client = EntdbClient.builder("entdb.example:50051").tls().credential(apiKey).build()) {
 *   Tenant acme = client.tenant("acme", "user:ann");
 *   var plan = Plan.create();
 *   Ref ann = plan.create(PERSON, Fields.of(NAME, "Ann"));
 *   acme.commit(plan);
 * }
 * }</pre>
 */
public final class EntdbClient implements AutoCloseable {
  /** As the service takes them. */
  private static final int MESSAGE_BYTES_MAX = 50 * 1024 * 1024;

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  /** Where nodes serve gRPC. */
  private static final int PORT = 50051;

  private final Nodes nodes;
  private final Duration timeout;

  private EntdbClient(Nodes nodes, Duration timeout) {
    this.nodes = nodes;
    this.timeout = timeout;
  }

  /**
   * Says how to connect.
   *
   * @param target {@code host:port}, or any other target of gRPC's resolvers
   */
  public static Builder builder(String target) {
    return new Builder(target);
  }

  /** How to connect. */
  public static final class Builder {
    private final String target;
    private final Metadata headers = new Metadata();
    private ChannelCredentials transport = InsecureChannelCredentials.create();
    private Duration timeout = CALL_TIMEOUT;
    private Function<String, Optional<String>> addresses = node -> Optional.empty();

    private Builder(String target) {
      this.target = target;
    }

    /** An API key or a JWT, sent with every call. */
    public Builder credential(String keyOrToken) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
          "Bearer " + keyOrToken);
      return this;
    }

    /** Encrypted, with the certificates that Java trusts. */
    public Builder tls() {
      transport = TlsChannelCredentials.create();
      return this;
    }

    /**
     * Encrypted, with the certificates of a PEM file.
     *
     * @throws IOException when the file can't be read
     */
    public Builder tls(Path trusted) throws IOException {
      transport = TlsChannelCredentials.newBuilder().trustManager(trusted.toFile()).build();
      return this;
    }

    /**
     * Where the gateways share the tenants: a node that the service names is {@code
     * <node>.<baseDomain>:50051}. Credentials are sent there, too.
     */
    public Builder baseDomain(String baseDomain) {
      addresses = node -> Optional.of(node + "." + baseDomain + ":" + PORT);
      return this;
    }

    /**
     * Where the gateways share the tenants: the targets of nodes by the names that the service
     * gives them. Others are not gone to.
     */
    public Builder nodes(Map<String, String> targets) {
      Map<String, String> known = Map.copyOf(targets);
      addresses = node -> Optional.ofNullable(known.get(node));
      return this;
    }

    /** How long one attempt of a call may take; 30 s by default. */
    public Builder timeout(Duration perAttempt) {
      timeout = perAttempt;
      return this;
    }

    /** Connects when the first call is made. */
    public EntdbClient build() {
      ClientInterceptor credentials = MetadataUtils.newAttachHeadersInterceptor(headers);
      var nodes =
          new Nodes(
              target,
              addresses,
              address ->
                  Grpc.newChannelBuilder(address, transport)
                      .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                      .build(),
              channel -> EntDBServiceGrpc.newBlockingStub(channel).withInterceptors(credentials));
      return new EntdbClient(nodes, timeout);
    }
  }

  /**
   * A tenant through the eyes of an actor. Keep it: it remembers what it wrote, so that its reads
   * see that.
   *
   * @param actor {@code kind:id}; with authentication on, the credential's identity counts
   */
  public Tenant tenant(String tenantId, String actor) {
    return new Tenant(this, tenantId, actor);
  }

  /** Writes to a tenant; repeated as often as that is safe. */
  <T> T write(String tenantId, Function<EntDBServiceBlockingStub, T> call) {
    return Calls.write(() -> attempt(tenantId, call));
  }

  /** Reads from a tenant; repeated as often as that is safe. */
  <T> T read(String tenantId, Function<EntDBServiceBlockingStub, T> call) {
    return Calls.read(() -> attempt(tenantId, call));
  }

  private <T> T attempt(String tenantId, Function<EntDBServiceBlockingStub, T> call) {
    return nodes.call(
        tenantId,
        stub -> call.apply(stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)));
  }

  Duration timeout() {
    return timeout;
  }

  /** Ends all calls, those under way after five seconds. */
  @Override
  public void close() {
    nodes.close();
  }
}
