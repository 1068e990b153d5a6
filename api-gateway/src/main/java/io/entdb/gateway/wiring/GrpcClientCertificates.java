package io.entdb.gateway.wiring;

import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Asks gRPC clients for a certificate where {@code ENTDB_TLS_CLIENT_CA} is set. Quarkus' own
 * setting takes key stores with a password only, and operators have PEM files.
 */
@ApplicationScoped
public class GrpcClientCertificates implements ServerBuilderCustomizer<VertxServerBuilder> {
  private final GatewaySettings settings;

  GrpcClientCertificates(GatewaySettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
    GatewaySettings.Tls tls = settings.tls();
    if (tls.cert().isPresent() && tls.clientCa().isPresent()) {
      var trusted = new PemTrustOptions().addCertPath(tls.clientCa().get().toString());
      builder.useSsl(options -> options.setTrustOptions(trusted).setClientAuth(ClientAuth.REQUEST));
    }
  }
}
