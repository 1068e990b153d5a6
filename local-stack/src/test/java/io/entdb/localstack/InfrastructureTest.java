package io.entdb.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.localstack.Part.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Starts the real broker and the real S3 server, without services. */
class InfrastructureTest {
  private static final TopicPartition PARTITION = new TopicPartition("round-trip", 0);

  @Test
  void theLogSurvivesAKilledBroker(@TempDir Path data) throws Exception {
    try (LocalStack stack =
        LocalStack.builder().only(Kind.BROKER, Kind.OBJECT_SERVER).data(data).start()) {
      Map<String, Object> client = Map.of("bootstrap.servers", stack.kafkaBootstrap());
      try (var admin = Admin.create(client)) {
        admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
      }
      try (var producer =
          new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>(PARTITION.topic(), "acme", "first")).get();
      }

      stack.kill9(Part.BROKER);
      assertThat(stack.isRunning(Part.BROKER)).isFalse();
      stack.restart(Part.BROKER);

      try (var consumer =
          new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        assertThat(consumer.poll(Duration.ofSeconds(10)))
            .extracting(record -> record.value())
            .containsExactly("first");
      }
    }
    assertThat(data.resolve("run")).isEmptyDirectory();
  }

  @Test
  @Tag("full")
  void threeBrokersTakeWritesWhileOneIsDownAndTakeItBack() throws Exception {
    try (LocalStack stack =
        LocalStack.builder().only(Kind.BROKER, Kind.OBJECT_SERVER).threeBrokers().start()) {
      Map<String, Object> client =
          Map.of("bootstrap.servers", stack.kafkaBootstrap(), "acks", "all");
      try (var admin = Admin.create(client);
          var producer =
              new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 3))).all().get();
        producer.send(new ProducerRecord<>(PARTITION.topic(), "acme", "first")).get();

        stack.kill9(Part.broker(2));
        producer.send(new ProducerRecord<>(PARTITION.topic(), "acme", "second")).get();
        stack.restart(Part.broker(2));

        assertThat(admin.describeCluster().nodes().get()).hasSize(3);
      }
    }
  }

  @Test
  void objectsAreWrittenOnce() {
    Path bucket;
    try (LocalStack stack = LocalStack.builder().only(Kind.OBJECT_SERVER).start();
        S3Client s3 = s3(stack)) {
      bucket = stack.bucketFolder();
      s3.putObject(
          put -> put.bucket("entdb").key("a/b").ifNoneMatch("*"), RequestBody.fromString("first"));

      assertThatThrownBy(
              () ->
                  s3.putObject(
                      put -> put.bucket("entdb").key("a/b").ifNoneMatch("*"),
                      RequestBody.fromString("second")))
          .isInstanceOfSatisfying(
              S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(412));
      assertThat(s3.getObjectAsBytes(get -> get.bucket("entdb").key("a/b")).asUtf8String())
          .isEqualTo("first");
      assertThat(bucket.resolve("a/b")).exists();
    }
    assertThat(Files.exists(bucket)).isFalse();
  }

  private static S3Client s3(LocalStack stack) {
    return S3Client.builder()
        .endpointOverride(stack.s3Endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("local-identity", "local-credential")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
