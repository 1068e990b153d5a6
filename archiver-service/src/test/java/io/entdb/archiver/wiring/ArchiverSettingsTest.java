package io.entdb.archiver.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.entdb.objects.ObjectProtection;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pins every variable, every default, and what is said about mistakes. */
class ArchiverSettingsTest {

  @Test
  void theVariablesOfTheDocumentationAreTheOnesThatCount() {
    ArchiverSettings settings =
        settings(
            Map.of(
                "ENTDB_KAFKA_BROKERS", "one:9092, two:9092",
                "ENTDB_WAL_TOPIC", "another-wal",
                "ENTDB_S3_BUCKET", "entdb",
                "ENTDB_S3_ENDPOINT", "http://127.0.0.1:9000",
                "ENTDB_KAFKA_MEMBER", "archiver-1",
                "ENTDB_ARCHIVE_FLUSH_AFTER", "PT1S",
                "ENTDB_ARCHIVE_SEGMENT_BYTES", "1000"));

    assertThat(settings.kafka().member()).contains("archiver-1");
    assertThat(settings.archive().flushAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.archive().segmentBytes()).isEqualTo(1_000);
    assertThat(settings.kafka().brokers()).contains("one:9092, two:9092");
    assertThat(settings.wal().topic()).isEqualTo("another-wal");
    assertThat(settings.s3().bucket()).contains("entdb");
    assertThat(settings.s3().endpoint()).contains("http://127.0.0.1:9000");
    assertThat(ArchiverSettingsCheck.mistakes(settings)).isEmpty();
  }

  @Test
  void withoutVariablesOnlyTheRequiredOnesAreMissed() {
    ArchiverSettings settings = settings(Map.of());

    assertThat(settings.wal().topic()).isEqualTo("entdb-wal");
    assertThat(settings.s3().endpoint()).isEmpty();
    assertThat(settings.kafka().group()).isEqualTo("entdb-archiver");
    assertThat(settings.kafka().member()).isEmpty();
    assertThat(settings.archive().flushAfter()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.archive().segmentBytes()).isEqualTo(16L << 20);
    assertThat(settings.archive().segmentRecords()).isEqualTo(50_000);
    assertThat(settings.archive().waitingBytesMax()).isEqualTo(128L << 20);
    assertThat(settings.archive().markInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.archive().clockSkewMax()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.archive().retryFirst()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.archive().retryMax()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.archive().compactInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.archive().behindMax()).isEqualTo(Duration.ofMinutes(5));
    assertThat(ArchiverSettingsCheck.mistakes(settings))
        .containsExactly(
            "ENTDB_KAFKA_BROKERS is missing: expected host:port, separated by commas",
            "ENTDB_S3_BUCKET is missing: expected the name of a bucket");
  }

  @Test
  void allMistakesAreReportedTogether() {
    ArchiverSettings settings =
        settings(
            Map.of(
                "ENTDB_KAFKA_BROKERS", "one:9092,two",
                "ENTDB_WAL_TOPIC", "entdb wal",
                "ENTDB_S3_BUCKET", "EntDB",
                "ENTDB_S3_ENDPOINT", "127.0.0.1:9000"));

    assertThat(ArchiverSettingsCheck.mistakes(settings))
        .containsExactly(
            "ENTDB_KAFKA_BROKERS has 'two': expected host:port",
            "ENTDB_WAL_TOPIC 'entdb wal' is no name of a topic",
            "ENTDB_S3_BUCKET 'EntDB' is no name of a bucket",
            "ENTDB_S3_ENDPOINT '127.0.0.1:9000': expected an address like https://host:port");
  }

  @Test
  void locksAndKeysAreOptionalAndChecked() {
    Map<String, String> required =
        Map.of("ENTDB_S3_BUCKET", "entdb", "ENTDB_KAFKA_BROKERS", "one:1");
    assertThat(settings(required).s3().protection()).isEqualTo(ObjectProtection.NONE);
    var locked = new HashMap<>(required);
    locked.put("ENTDB_S3_LOCK_MODE", "Compliance");
    assertThat(ArchiverSettingsCheck.mistakes(settings(locked)))
        .containsExactly("ENTDB_S3_LOCK_MODE and ENTDB_S3_LOCK_DURATION: expected both or neither");
    locked.put("ENTDB_S3_LOCK_DURATION", "P30D");
    locked.put("ENTDB_S3_KMS_KEY_ID", "alias/entdb");
    assertThat(ArchiverSettingsCheck.mistakes(settings(locked))).isEmpty();
    ObjectProtection protection = settings(locked).s3().protection();
    assertThat(protection.kmsKeyId()).contains("alias/entdb");
    assertThat(protection.lock().orElseThrow().duration()).isEqualTo(Duration.ofDays(30));
    locked.put("ENTDB_S3_LOCK_MODE", "forever");
    assertThat(ArchiverSettingsCheck.mistakes(settings(locked)))
        .singleElement(STRING)
        .contains("ENTDB_S3_LOCK_MODE", "'forever'", "governance or compliance");
  }

  @Test
  void listeningForOthersMustBeSaidInWords() {
    Map<String, String> open =
        Map.of("ENTDB_HOST", "0.0.0.0", "ENTDB_S3_BUCKET", "entdb", "ENTDB_KAFKA_BROKERS", "one:1");
    var said = new HashMap<>(open);
    said.put("ENTDB_AUTH_MODE", "none");

    assertThat(ArchiverSettingsCheck.mistakes(settings(open)))
        .singleElement(STRING)
        .contains("0.0.0.0", "ENTDB_AUTH_MODE=none");
    assertThat(ArchiverSettingsCheck.mistakes(settings(said))).isEmpty();
  }

  private static ArchiverSettings settings(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withMapping(ArchiverSettings.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build()
        .getConfigMapping(ArchiverSettings.class);
  }
}
