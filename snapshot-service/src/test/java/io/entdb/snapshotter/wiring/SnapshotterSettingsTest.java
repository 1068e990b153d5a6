package io.entdb.snapshotter.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pins every variable, every default, and what is said about mistakes. */
class SnapshotterSettingsTest {

  @Test
  void theVariablesOfTheDocumentationAreTheOnesThatCount() {
    SnapshotterSettings settings =
        settings(
            Map.of(
                "ENTDB_S3_BUCKET", "entdb",
                "ENTDB_S3_ENDPOINT", "http://127.0.0.1:9000"));

    assertThat(settings.s3().bucket()).contains("entdb");
    assertThat(settings.s3().endpoint()).contains("http://127.0.0.1:9000");
    assertThat(SnapshotterSettingsCheck.mistakes(settings)).isEmpty();
  }

  @Test
  void withoutVariablesOnlyTheRequiredOnesAreMissed() {
    SnapshotterSettings settings = settings(Map.of());

    assertThat(settings.s3().endpoint()).isEmpty();
    assertThat(settings.dataDir()).isEqualTo("data/snapshot-service");
    assertThat(settings.snapshot().maxAge()).isEqualTo(Duration.ofHours(6));
    assertThat(settings.snapshot().firstAfter()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.snapshot().volumeRecords()).isEqualTo(100_000);
    assertThat(settings.snapshot().lookInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.snapshot().retentionInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.snapshot().archiveRetention()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.snapshot().snapshotRetention()).isEqualTo(Duration.ofDays(30));
    assertThat(settings.snapshot().ageMax()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.snapshot().instances()).isEqualTo(1);
    assertThat(settings.snapshot().instance()).isZero();
    assertThat(SnapshotterSettingsCheck.mistakes(settings))
        .containsExactly("ENTDB_S3_BUCKET is missing: expected the name of a bucket");
  }

  @Test
  void allMistakesAreReportedTogether() {
    SnapshotterSettings settings =
        settings(
            Map.of(
                "ENTDB_S3_BUCKET", "EntDB",
                "ENTDB_S3_ENDPOINT", "127.0.0.1:9000",
                "ENTDB_S3_LOCK_DURATION", "P1D",
                "ENTDB_SNAPSHOT_INSTANCES", "2",
                "ENTDB_SNAPSHOT_INSTANCE", "2"));

    assertThat(SnapshotterSettingsCheck.mistakes(settings))
        .containsExactly(
            "ENTDB_S3_BUCKET 'EntDB' is no name of a bucket",
            "ENTDB_S3_ENDPOINT '127.0.0.1:9000': expected an address like https://host:port",
            "ENTDB_S3_LOCK_MODE and ENTDB_S3_LOCK_DURATION: expected both or neither",
            "ENTDB_SNAPSHOT_INSTANCE 2: expected 0 to 1");
  }

  @Test
  void listeningForOthersMustBeSaidInWords() {
    Map<String, String> open =
        Map.of("ENTDB_HOST", "0.0.0.0", "ENTDB_S3_BUCKET", "entdb", "ENTDB_KAFKA_BROKERS", "one:1");
    var said = new HashMap<>(open);
    said.put("ENTDB_AUTH_MODE", "none");

    assertThat(SnapshotterSettingsCheck.mistakes(settings(open)))
        .singleElement(STRING)
        .contains("0.0.0.0", "ENTDB_AUTH_MODE=none");
    assertThat(SnapshotterSettingsCheck.mistakes(settings(said))).isEmpty();
  }

  private static SnapshotterSettings settings(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withMapping(SnapshotterSettings.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build()
        .getConfigMapping(SnapshotterSettings.class);
  }
}
