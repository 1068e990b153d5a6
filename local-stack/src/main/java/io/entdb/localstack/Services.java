package io.entdb.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** EntDB's own services: the packaged Quarkus applications, configured by environment variables. */
final class Services {
  private final StackSettings settings;
  private final String brokers;
  private final URI s3;

  private final Map<Part, Map<String, String>> own = new ConcurrentHashMap<>();

  Services(StackSettings settings, String brokers, URI s3) {
    this.settings = settings;
    this.brokers = brokers;
    this.s3 = s3;
  }

  /** Gives one service variables beyond those of its kind, from its next start on. */
  void environment(Part part, Map<String, String> variables) {
    own.put(part, Map.copyOf(variables));
  }

  ChildSpec spec(Part part, ServicePorts ports) {
    Path folder = settings.dataOf(part);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder of " + part, e);
    }
    var flags = new ArrayList<>(settings.tuning().jvmFlags(part.kind()));
    flags.addAll(opened(settings.installation().serviceJar(part.kind())));
    List<String> command =
        ChildSpec.tetheredJava(
            flags,
            settings.installation().serviceJar(part.kind()),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    var ready = ports.managementUri().resolve("/health/ready");
    return new ChildSpec(part, command, environment(part, ports), folder, Probe.http(ready, 300));
  }

  /** What the jar's manifest opens; by itself that counts only when a jar is started with -jar. */
  private static List<String> opened(String jar) {
    try (var file = new JarFile(jar)) {
      String packages = file.getManifest().getMainAttributes().getValue("Add-Opens");
      return packages == null
          ? List.of()
          : Stream.of(packages.split(" ", -1))
              .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the manifest of " + jar, e);
    }
  }

  private Map<String, String> environment(Part part, ServicePorts ports) {
    var environment = new HashMap<String, String>();
    environment.put("ENTDB_HOST", "127.0.0.1");
    environment.put("ENTDB_REST_PORT", Integer.toString(ports.rest()));
    environment.put("ENTDB_GRPC_PORT", Integer.toString(ports.grpc()));
    environment.put("ENTDB_MANAGEMENT_PORT", Integer.toString(ports.management()));
    environment.put("ENTDB_KAFKA_BROKERS", brokers);
    environment.put("ENTDB_WAL_TOPIC", StackSettings.TOPIC);
    environment.put("ENTDB_WAL_PARTITIONS", Integer.toString(settings.partitions()));
    environment.put("ENTDB_WAL_MIN_REPLICAS", Integer.toString(settings.brokers()));
    environment.put("ENTDB_S3_BUCKET", StackSettings.BUCKET);
    environment.put("ENTDB_S3_ENDPOINT", s3.toString());
    environment.put("AWS_ACCESS_KEY_ID", StackSettings.S3_IDENTITY);
    environment.put("AWS_SECRET_ACCESS_KEY", StackSettings.S3_CREDENTIAL);
    environment.put("AWS_REGION", "us-east-1");
    environment.put("ENTDB_DATA_DIR", settings.dataOf(part).toString());
    environment.put("ENTDB_AUTO_CREATE_TENANTS", "true");
    environment.put("ENTDB_AUTH_MODE", "none");
    environment.putAll(settings.environment().getOrDefault(part.kind(), Map.of()));
    environment.putAll(own.getOrDefault(part, Map.of()));
    return environment;
  }
}
