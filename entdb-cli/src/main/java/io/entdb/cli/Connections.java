package io.entdb.cli;

import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/** What commands reach: the bucket and Kafka. */
interface Connections {
  /** The objects of a system. */
  ObjectStore objects(StorageOptions options) throws CliException;

  /** The id that Kafka gave a topic. */
  String topicId(String brokers, String topic) throws CliException;

  /** A running gateway. */
  AdminApi admin(URI gateway, String token);

  /** The real ones. The process ends soon, so nothing is closed. */
  final class Real implements Connections {
    private static final int TIMEOUT_SECONDS = 15;

    /** Servers other than AWS don't care, but the SDK insists on one. */
    private static final String REGION_OF_OTHERS = "us-east-1";

    @Override
    public ObjectStore objects(StorageOptions options) throws CliException {
      Optional<String> endpoint = options.endpoint();
      Optional<String> region = options.region().or(() -> endpoint.map(other -> REGION_OF_OTHERS));
      try {
        String bucket = options.bucket().orElseThrow();
        S3Settings settings = S3Settings.of(bucket, endpoint.map(URI::create), region);
        return new S3ObjectStore(S3Clients.open(settings), bucket, "");
      } catch (RuntimeException e) {
        throw new CliException("cannot reach the bucket: %s".formatted(e.getMessage()), e);
      }
    }

    @Override
    public AdminApi admin(URI gateway, String token) {
      return new HttpAdminApi(gateway, token);
    }

    @Override
    public String topicId(String brokers, String topic) throws CliException {
      Map<String, Object> client =
          Map.of("bootstrap.servers", brokers, "default.api.timeout.ms", TIMEOUT_SECONDS * 1_000);
      try (var admin = Admin.create(client)) {
        TopicDescription description =
            admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .get(topic);
        if (description == null) {
          throw new CliException("%s does not describe topic %s".formatted(brokers, topic));
        }
        return description.topicId().toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CliException("interrupted", e);
      } catch (ExecutionException | TimeoutException | KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new CliException(
            "cannot ask %s for topic %s: %s".formatted(brokers, topic, cause), e);
      }
    }
  }
}
