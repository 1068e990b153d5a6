package io.entdb.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
  private static GatewaySettings settings(Map<String, String> environment) {
    try {
      SmallRyeConfig config =
          new SmallRyeConfigBuilder()
              .addDefaultInterceptors()
              .withMapping(GatewaySettings.class)
              .withSources(
                  new PropertiesConfigSource(
                      GatewaySettings.class.getResource("/application.properties"), 100),
                  new EnvConfigSource(environment, 300))
              .build();
      return config.getConfigMapping(GatewaySettings.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyVariableReachesItsSetting() {
    GatewaySettings settings =
        settings(
            Map.ofEntries(
                Map.entry("ENTDB_HOST", "0.0.0.0"),
                Map.entry("ENTDB_ADMIN_TOKEN", "secret"),
                Map.entry("ENTDB_AUTH_MODE", "none"),
                Map.entry("ENTDB_AUTO_CREATE_TENANTS", "true"),
                Map.entry("ENTDB_GATEWAY_NODE_ID", "b"),
                Map.entry("ENTDB_GATEWAY_NODES", "a:1-2;b:3-4"),
                Map.entry("ENTDB_KAFKA_BROKERS", "b1:9092"),
                Map.entry("ENTDB_WAL_TOPIC", "log"),
                Map.entry("ENTDB_WAL_PARTITIONS", "5"),
                Map.entry("ENTDB_WAL_MIN_REPLICAS", "1"),
                Map.entry("ENTDB_S3_BUCKET", "bucket"),
                Map.entry("ENTDB_S3_ENDPOINT", "http://127.0.0.1:9000"),
                Map.entry("ENTDB_S3_REGION", "eu-west-1"),
                Map.entry("ENTDB_DATA_DIR", "/var/lib/entdb")));
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.adminToken()).contains("secret");
    assertThat(settings.auth().mode()).contains("none");
    assertThat(settings.tenants().autoCreate()).isTrue();
    assertThat(settings.gateway().nodeId()).contains("b");
    assertThat(settings.gateway().nodes()).contains("a:1-2;b:3-4");
    assertThat(settings.kafka().brokers()).isEqualTo("b1:9092");
    assertThat(settings.wal().topic()).isEqualTo("log");
    assertThat(settings.wal().partitions()).isEqualTo(5);
    assertThat(settings.wal().minReplicas()).isEqualTo(1);
    assertThat(settings.s3().bucket()).contains("bucket");
    assertThat(settings.s3().endpoint()).contains("http://127.0.0.1:9000");
    assertThat(settings.s3().region()).contains("eu-west-1");
    assertThat(settings.follower().dataDir()).hasToString("/var/lib/entdb");
    assertThat(SettingsCheck.mistakes(settings)).isEmpty();
  }

  @Test
  void defaultsAreThese() {
    GatewaySettings settings = settings(Map.of());
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.adminToken()).isEmpty();
    assertThat(settings.auth().mode()).isEmpty();
    assertThat(settings.tenants().autoCreate()).isFalse();
    assertThat(settings.gateway().nodeId()).isEmpty();
    assertThat(settings.gateway().nodes()).isEmpty();
    assertThat(settings.kafka().brokers()).isEqualTo("127.0.0.1:19092");
    assertThat(settings.kafka().client()).isEmpty();
    assertThat(settings.wal().topic()).isEqualTo("entdb-wal");
    assertThat(settings.wal().partitions()).isEqualTo(16);
    assertThat(settings.wal().minReplicas()).isEqualTo(3);
    assertThat(settings.wal().retention()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.wal().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.s3().bucket()).isEmpty();
    assertThat(settings.follower().dataDir()).hasToString("data/api-gateway");
    assertThat(settings.follower().lanes()).isEqualTo(4);
    assertThat(settings.follower().hydrators()).isEqualTo(4);
    assertThat(settings.follower().openStoresMax()).isEqualTo(1_000);
    assertThat(settings.follower().diskBytesMax()).isEqualTo(10L * 1024 * 1024 * 1024);
    assertThat(settings.follower().writerCacheKib()).isEqualTo(2_048);
    assertThat(settings.follower().readerCacheKib()).isEqualTo(1_024);
    assertThat(settings.follower().readersMax()).isEqualTo(4);
    assertThat(settings.follower().followedInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.follower().extentInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.follower().manifestAgeMax()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.limits().hydrationWait()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.limits().behindMax()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void allMistakesAreToldTogether() {
    GatewaySettings settings =
        settings(
            Map.of(
                "ENTDB_HOST", "10.0.0.5",
                "ENTDB_GATEWAY_NODES", "a:1-2;b:3-4",
                "ENTDB_WAL_PARTITIONS", "1",
                "ENTDB_WAL_MIN_REPLICAS", "0"));
    assertThat(SettingsCheck.mistakes(settings))
        .hasSize(5)
        .anySatisfy(mistake -> assertThat(mistake).contains("ENTDB_AUTH_MODE=none"))
        .anySatisfy(mistake -> assertThat(mistake).contains("ENTDB_S3_BUCKET"))
        .anySatisfy(mistake -> assertThat(mistake).contains("ENTDB_GATEWAY_NODE_ID"))
        .anySatisfy(mistake -> assertThat(mistake).contains("ENTDB_WAL_PARTITIONS"))
        .anySatisfy(mistake -> assertThat(mistake).contains("ENTDB_WAL_MIN_REPLICAS"));
  }

  @Test
  void onlyThisMachineMayCallUnlessItIsSaidThatCallersAreBelieved() {
    Map<String, String> open = Map.of("ENTDB_HOST", "0.0.0.0", "ENTDB_S3_BUCKET", "entdb");
    assertThat(SettingsCheck.mistakes(settings(open))).hasSize(1);
    assertThat(
            SettingsCheck.mistakes(
                settings(
                    Map.of(
                        "ENTDB_HOST", "0.0.0.0",
                        "ENTDB_S3_BUCKET", "entdb",
                        "ENTDB_AUTH_MODE", "none"))))
        .isEmpty();
    assertThat(SettingsCheck.mistakes(settings(Map.of("ENTDB_S3_BUCKET", "entdb")))).isEmpty();
  }

  @Test
  void anAuthModeThatIsNotThereIsAMistake() {
    assertThat(
            SettingsCheck.mistakes(
                settings(Map.of("ENTDB_S3_BUCKET", "entdb", "ENTDB_AUTH_MODE", "oauth"))))
        .singleElement(STRING)
        .startsWith("ENTDB_AUTH_MODE is none, or a choice of")
        .contains("oauth");
  }

  @Test
  void eachModeNeedsWhatItChecksBy() {
    assertThat(
            SettingsCheck.mistakes(
                settings(
                    Map.of("ENTDB_S3_BUCKET", "entdb", "ENTDB_AUTH_MODE", "api-key,jwt,mtls"))))
        .containsExactly(
            "ENTDB_AUTH_MODE=jwt needs ENTDB_JWT_ISSUER or ENTDB_JWT_JWKS_URL",
            "ENTDB_AUTH_MODE=mtls needs ENTDB_TLS_CERT, ENTDB_TLS_KEY and ENTDB_TLS_CLIENT_CA");
    assertThat(
            SettingsCheck.mistakes(
                settings(
                    Map.of(
                        "ENTDB_S3_BUCKET", "entdb",
                        "ENTDB_AUTH_MODE", "jwt",
                        "ENTDB_JWT_JWKS_URL", "http://keys.example/jwks"))))
        .containsExactly(
            "ENTDB_JWT_JWKS_URL must be an https address, not http://keys.example/jwks");
    assertThat(
            SettingsCheck.mistakes(
                settings(Map.of("ENTDB_S3_BUCKET", "entdb", "ENTDB_TLS_CERT", "c.pem"))))
        .containsExactly("ENTDB_TLS_CERT and ENTDB_TLS_KEY go together; one of them is missing");
  }
}
