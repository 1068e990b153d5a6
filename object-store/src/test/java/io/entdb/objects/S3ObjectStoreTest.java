package io.entdb.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ObjectStoreTest extends ObjectStoreContract {
  private static final String BUCKET = "entdb-test";

  @TempDir static Path serverFolder;
  private static S3Server server;
  private static S3Client s3;
  private static int stores;

  private String prefix = "";

  @BeforeAll
  static void startServer() throws Exception {
    // The default chain looks at system properties first; a test must not depend on the machine's.
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
    server = S3Server.start(serverFolder);
    s3 = S3Clients.open(settings(server.endpoint(), 3));
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterAll
  static void stopServer() {
    s3.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @BeforeEach
  void useItsOwnPrefix() {
    prefix = "store-" + stores++ + "/";
  }

  @Override
  protected ObjectStore store() {
    return new S3ObjectStore(s3, BUCKET, prefix);
  }

  @Test
  void anObjectThatChangedIsNotAnswered() throws Exception {
    ObjectName name = new ObjectName("log/1");
    s3.putObject(
        request ->
            request
                .bucket(BUCKET)
                .key(prefix + name)
                .metadata(Map.of("entdb-sha256", "00".repeat(32))),
        RequestBody.fromString("other than was written"));

    assertThatThrownBy(() -> store().get(name))
        .isInstanceOf(ObjectCorruptException.class)
        .hasMessageContaining("log/1");
  }

  @Test
  void storesWithOtherPrefixesDoNotMeet() throws Exception {
    store().putIfAbsent(new ObjectName("x"), "1".getBytes(UTF_8));

    ObjectStore other = new S3ObjectStore(s3, BUCKET, "elsewhere/");

    assertThat(other.list("", "")).isEmpty();
    assertThat(other.get(new ObjectName("x"))).isEmpty();
  }

  @Test
  void aStoreThatIsAwayIsUnavailableSoon() {
    Instant start = Instant.now();
    try (S3Client away = S3Clients.open(settings(URI.create("http://127.0.0.1:9"), 3))) {
      var store = new S3ObjectStore(away, BUCKET, "");

      assertThatThrownBy(() -> store.putIfAbsent(new ObjectName("x"), new byte[1]))
          .isInstanceOf(ObjectStoreUnavailableException.class)
          .hasMessageContaining("s3://entdb-test/x");
    }
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aMissingBucketIsNotAMissingObject() {
    var store = new S3ObjectStore(s3, "no-such-bucket", "");

    assertThatThrownBy(() -> store.get(new ObjectName("x")))
        .isInstanceOf(ObjectStoreUnavailableException.class);
    assertThatThrownBy(() -> store.list("", ""))
        .isInstanceOf(ObjectStoreUnavailableException.class);
  }

  private static S3Settings settings(URI endpoint, int attempts) {
    return new S3Settings(
        BUCKET,
        "",
        Optional.of(endpoint),
        Optional.of("us-east-1"),
        true,
        attempts,
        Duration.ofSeconds(10));
  }
}
