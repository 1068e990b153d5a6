package io.entdb.gateway.wiring;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What follows from {@code ENTDB_TLS_CERT}: REST and gRPC are encrypted on the ports they have
 * anyway, and speak nothing else there. REST reads certificates again every hour, so that they can
 * be renewed under a running gateway; Quarkus' gRPC server reads them when it starts.
 */
public final class TlsConfig implements ConfigSourceFactory {
  /** Above application.properties, below the environment. */
  private static final int ORDINAL = 275;

  private static final String REST_PORT = "8080";

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String cert = value(context, "ENTDB_TLS_CERT");
    String key = value(context, "ENTDB_TLS_KEY");
    if (cert.isEmpty() || key.isEmpty()) {
      return List.of();
    }
    String port = value(context, "ENTDB_REST_PORT");
    Map<String, String> derived = new HashMap<>();
    derived.put("quarkus.tls.entdb.key-store.pem.entdb.cert", cert);
    derived.put("quarkus.tls.entdb.key-store.pem.entdb.key", key);
    derived.put("quarkus.tls.entdb.reload-period", "1h");
    derived.put("quarkus.http.tls-configuration-name", "entdb");
    derived.put("quarkus.http.ssl-port", port.isEmpty() ? REST_PORT : port);
    derived.put("quarkus.http.insecure-requests", "disabled");
    derived.put("quarkus.grpc.server.plain-text", "false");
    derived.put("quarkus.grpc.server.ssl.certificate", cert);
    derived.put("quarkus.grpc.server.ssl.key", key);
    String clientCa = value(context, "ENTDB_TLS_CLIENT_CA");
    if (!clientCa.isEmpty()) {
      derived.put("quarkus.tls.entdb.trust-store.pem.certs", clientCa);
    }
    return List.of(new PropertiesConfigSource(derived, "entdb-tls", ORDINAL));
  }

  private static String value(ConfigSourceContext context, String name) {
    ConfigValue found = context.getValue(name);
    return found == null || found.getValue() == null ? "" : found.getValue();
  }
}
