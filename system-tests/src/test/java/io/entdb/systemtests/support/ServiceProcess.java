package io.entdb.systemtests.support;

import java.nio.file.Path;
import java.util.Map;

/** A packaged service as a process of its own, without a stack around it. */
public final class ServiceProcess {
  private ServiceProcess() {}

  /**
   * What starts a service.
   *
   * @param module its module
   * @param folder where it runs
   * @param variables all of ours that it gets
   */
  public static ProcessBuilder of(String module, Path folder, Map<String, String> variables) {
    Path jar = Repository.path(module + "/target/quarkus-app/quarkus-run.jar");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString())
            .directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("ENTDB_") || name.startsWith("AWS_") || name.startsWith("OTEL_"));
    builder.environment().put("ENTDB_MANAGEMENT_PORT", "0");
    builder.environment().putAll(variables);
    return builder;
  }
}
