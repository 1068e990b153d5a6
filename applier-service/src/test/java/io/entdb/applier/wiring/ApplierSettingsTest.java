package io.entdb.applier.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApplierSettingsTest {
  /** As in the running service: its properties, and these variables above them. */
  private static ApplierSettings settings(Map<String, String> variables) throws IOException {
    var properties =
        Objects.requireNonNull(
            ApplierSettingsTest.class.getClassLoader().getResource("application.properties"));
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(ApplierSettings.class)
            .withMappingIgnore("quarkus.**")
            .withSources(new PropertiesConfigSource(properties, 100))
            .withSources(new PropertiesConfigSource(new HashMap<>(variables), "environment", 300))
            .build();
    return config.getConfigMapping(ApplierSettings.class);
  }

  @Test
  void everySettingHasItsDefault() throws Exception {
    ApplierSettings settings = settings(Map.of("ENTDB_S3_BUCKET", "bucket"));

    assertThat(settings.kafka().brokers()).isEqualTo("127.0.0.1:19092");
    assertThat(settings.kafka().group()).isEqualTo("entdb-applier");
    assertThat(settings.kafka().member()).isEmpty();
    assertThat(settings.kafka().client()).isEmpty();
    assertThat(settings.wal().topic()).isEqualTo("entdb-wal");
    assertThat(settings.wal().partitions()).isEqualTo(16);
    assertThat(settings.wal().minReplicas()).isEqualTo(3);
    assertThat(settings.wal().retention()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.wal().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.s3().endpoint()).isEmpty();
    assertThat(settings.s3().region()).isEmpty();
    assertThat(settings.follower().dataDir()).isEqualTo(Path.of("data/applier-service"));
    assertThat(settings.follower().lanes()).isEqualTo(4);
    assertThat(settings.follower().hydrators()).isEqualTo(4);
    assertThat(settings.follower().openStoresMax()).isEqualTo(1_000);
    assertThat(settings.follower().diskBytesMax()).isEqualTo(50L * 1024 * 1024 * 1024);
    assertThat(settings.follower().writerCacheKib()).isEqualTo(2_048);
    assertThat(settings.follower().readerCacheKib()).isEqualTo(256);
    assertThat(settings.follower().readersMax()).isEqualTo(1);
    assertThat(settings.follower().followedInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.follower().extentInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.follower().manifestAgeMax()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.checkpoint().interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.checkpoint().volumeBytes()).isEqualTo(64L * 1024 * 1024);
    assertThat(settings.checkpoint().uploads()).isEqualTo(4);
    assertThat(settings.checkpoint().garbageInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.health().behindMax()).isEqualTo(Duration.ofSeconds(60));
    assertThat(ApplierSettingsCheck.mistakes(settings)).isEmpty();
  }

  @Test
  void everyVariableIsTaken() throws Exception {
    ApplierSettings settings =
        settings(
            Map.of(
                "ENTDB_KAFKA_BROKERS", "broker:9092",
                "ENTDB_KAFKA_MEMBER", "applier-1",
                "ENTDB_WAL_TOPIC", "other",
                "ENTDB_WAL_PARTITIONS", "4",
                "ENTDB_WAL_MIN_REPLICAS", "1",
                "ENTDB_S3_BUCKET", "bucket",
                "ENTDB_S3_ENDPOINT", "http://localhost:9000",
                "ENTDB_S3_REGION", "eu-central-1",
                "ENTDB_DATA_DIR", "/data",
                "ENTDB_CHECKPOINT_INTERVAL", "PT10S"));

    assertThat(settings.kafka().brokers()).isEqualTo("broker:9092");
    assertThat(settings.kafka().member()).isEqualTo(Optional.of("applier-1"));
    assertThat(settings.wal().topic()).isEqualTo("other");
    assertThat(settings.wal().partitions()).isEqualTo(4);
    assertThat(settings.wal().minReplicas()).isEqualTo(1);
    assertThat(settings.s3().bucket()).isEqualTo(Optional.of("bucket"));
    assertThat(settings.s3().endpoint()).isEqualTo(Optional.of("http://localhost:9000"));
    assertThat(settings.s3().region()).isEqualTo(Optional.of("eu-central-1"));
    assertThat(settings.follower().dataDir()).isEqualTo(Path.of("/data"));
    assertThat(settings.checkpoint().interval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void listeningForOthersMustBeSaidInWords() throws Exception {
    var variables = new HashMap<>(Map.of("ENTDB_S3_BUCKET", "bucket", "ENTDB_HOST", "0.0.0.0"));
    assertThat(ApplierSettingsCheck.mistakes(settings(variables)))
        .singleElement(STRING)
        .contains("0.0.0.0", "ENTDB_AUTH_MODE=none");

    variables.put("ENTDB_AUTH_MODE", "none");
    assertThat(ApplierSettingsCheck.mistakes(settings(variables))).isEmpty();
  }

  @Test
  void allMistakesAreReportedTogether() throws Exception {
    ApplierSettings settings =
        settings(
            Map.of(
                "ENTDB_WAL_PARTITIONS", "1",
                "ENTDB_WAL_MIN_REPLICAS", "0",
                "ENTDB_CHECKPOINT_INTERVAL", "PT0S"));

    assertThat(ApplierSettingsCheck.mistakes(settings))
        .containsExactly(
            "ENTDB_S3_BUCKET is missing: expected the name of a bucket",
            "ENTDB_WAL_PARTITIONS must be 2 or more, not 1",
            "ENTDB_WAL_MIN_REPLICAS must be 1 or more",
            "ENTDB_CHECKPOINT_INTERVAL must be longer than nothing, not PT0S");
  }
}
