package io.entdb.objects;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** An S3 server in a JVM of its own, with its objects in a folder. */
final class S3Server implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static S3Server start(Path folder) throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path objects = Files.createDirectories(folder.resolve("objects"));
    Path properties = folder.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=none
        jclouds.provider=filesystem
        jclouds.filesystem.basedir=%s
        jclouds.identity=local
        jclouds.credential=local
        """
            .formatted(port, objects));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-DLOG_LEVEL=warn",
                    "-cp",
                    jar().toString(),
                    "org.gaul.s3proxy.Main",
                    "--properties",
                    properties.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    var server = new S3Server(process, port);
    server.awaitStart(folder);
    return server;
  }

  private void awaitStart(Path folder) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(START_MAX);
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          close();
          throw new IOException(Files.readString(folder.resolve("s3proxy.log")), e);
        }
        Thread.sleep(50);
      }
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "s3-server"))) {
      return jars.findFirst().orElseThrow().toAbsolutePath();
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
