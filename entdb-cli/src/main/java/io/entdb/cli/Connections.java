package io.entdb.cli;

import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/** What commands reach: the bucket, Kafka, and services' metrics. */
interface Connections {
  /** The objects of a system. */
  ObjectStore objects(StorageOptions options) throws CliException;

  /** What Kafka says of a topic. */
  Topic topic(String brokers, String name) throws CliException;

  /**
   * A topic.
   *
   * @param id given by Kafka when the topic was made
   */
  record Topic(String name, String id, int partitions) {}

  /** A running gateway. */
  AdminApi admin(URI gateway, String token);

  /** What a service shows at /metrics of its management port, host:port. */
  String metricsPage(String target) throws CliException;

  /** The real ones. The process ends soon, so nothing is closed. */
  final class Real implements Connections {
    private static final int TIMEOUT_SECONDS = 15;

    /** Made when it is first needed: most commands read no pages. */
    private static final class Http {
      /** A page is there in milliseconds; a service that needs longer is as good as down. */
      static final MetricsPages PAGES = new MetricsPages(Duration.ofSeconds(5));
    }

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
    public Topic topic(String brokers, String topic) throws CliException {
      int timeoutMs = TIMEOUT_SECONDS * 1_000;
      Map<String, Object> client =
          Map.of(
              "bootstrap.servers", brokers,
              "request.timeout.ms", timeoutMs,
              "default.api.timeout.ms", timeoutMs);
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
        return new Topic(topic, description.topicId().toString(), description.partitions().size());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CliException("interrupted", e);
      } catch (ExecutionException | TimeoutException | KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new CliException(
            "cannot ask %s for topic %s: %s".formatted(brokers, topic, cause), e);
      }
    }

    @Override
    public String metricsPage(String target) throws CliException {
      return Http.PAGES.read(target);
    }
  }
}
