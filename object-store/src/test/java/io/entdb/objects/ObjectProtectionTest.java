package io.entdb.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.objects.ObjectProtection.Lock;
import io.entdb.objects.ObjectProtection.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What the requests say that write objects. */
final class ObjectProtectionTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final List<PutObjectRequest> puts = new ArrayList<>();

  private PutObjectRequest put(ObjectProtection protection) throws Exception {
    var s3 =
        new S3Client() {
          @Override
          public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            puts.add(request);
            return PutObjectResponse.builder().build();
          }

          @Override
          public String serviceName() {
            return "s3";
          }

          @Override
          public void close() {}
        };
    var store = new S3ObjectStore(s3, "bucket", "", protection, InstantSource.fixed(NOW));
    assertThat(store.putIfAbsent(new ObjectName("a/b"), "x".getBytes(UTF_8))).isTrue();
    return puts.getLast();
  }

  @Test
  void withoutSettingsTheBucketDecides() throws Exception {
    PutObjectRequest request = put(ObjectProtection.NONE);
    assertThat(request.objectLockMode()).isNull();
    assertThat(request.objectLockRetainUntilDate()).isNull();
    assertThat(request.serverSideEncryption()).isNull();
    assertThat(request.ifNoneMatch()).isEqualTo("*");
  }

  @Test
  void aLockAndAKeyTravelWithEachObject() throws Exception {
    var lock = new Lock(Mode.of("compliance"), Duration.ofDays(30));
    PutObjectRequest request =
        put(new ObjectProtection(Optional.of(lock), Optional.of("alias/entdb")));
    assertThat(request.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
    assertThat(request.objectLockRetainUntilDate()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(request.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(request.ssekmsKeyId()).isEqualTo("alias/entdb");
    // S3 takes no locked object without a checksum.
    assertThat(request.checksumSHA256()).isNotEmpty();
  }

  @Test
  void whatIsNoLockIsRefused() {
    assertThatThrownBy(() -> Mode.of("forever")).hasMessageContaining("governance or compliance");
    assertThatThrownBy(() -> new Lock(Mode.GOVERNANCE, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
