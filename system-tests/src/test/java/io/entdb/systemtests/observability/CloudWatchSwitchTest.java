package io.entdb.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real service is told to publish to CloudWatch, which is the test's own server here. */
final class CloudWatchSwitchTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<Put> puts = new CopyOnWriteArrayList<>();

  /** A request, its body as far as it is text. */
  private record Put(String authorization, String body) {}

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody();
        InputStream in =
            "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(body)
                : body) {
      puts.add(
          new Put(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
      exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
      exchange.getResponseHeaders().add("Content-Type", "application/cbor");
      byte[] emptyMap = {(byte) 0xA0};
      exchange.sendResponseHeaders(200, emptyMap.length);
      exchange.getResponseBody().write(emptyMap);
    }
  }

  @Test
  void theLastStepIsPublishedBeforeTheServiceEnds() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    Path out = folder.resolve("out");
    Process process =
        ServiceProcess.of(
                "snapshot-service",
                folder,
                Map.of(
                    "ENTDB_S3_BUCKET", "entdb",
                    "ENTDB_S3_ENDPOINT", "http://127.0.0.1:1",
                    "ENTDB_DATA_DIR", folder.resolve("data").toString(),
                    "ENTDB_CLOUDWATCH_ENABLED", "true",
                    "ENTDB_CLOUDWATCH_NAMESPACE", "EntDB-of-the-tests",
                    "ENTDB_CLOUDWATCH_REGION", "eu-central-1",
                    "AWS_ENDPOINT_URL_CLOUDWATCH",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                    "AWS_ACCESS_KEY_ID", "identity",
                    "AWS_SECRET_ACCESS_KEY", "credential"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      Await.until("it has started", SOON, () -> text(out).contains("started in"));
      assertThat(text(out)).contains("CloudWatch's namespace EntDB-of-the-tests");
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(puts).as("what it published; its log: %s", text(out)).isNotEmpty();
      assertThat(puts)
          .allMatch(put -> put.authorization().contains("/eu-central-1/monitoring/"))
          .allMatch(put -> put.body().contains("EntDB-of-the-tests"))
          .anyMatch(put -> put.body().contains("entdb_snapshot_pending.value"))
          .noneMatch(put -> put.body().contains("jvm_"));
    } finally {
      process.destroyForcibly();
      server.stop(0);
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
