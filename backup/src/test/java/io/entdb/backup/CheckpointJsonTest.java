package io.entdb.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.store.StoreState.Work;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckpointJsonTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final ObjectName NAME =
      new ObjectName("checkpoints/p=3/00000017592186044500.json");

  private static final CheckpointManifest MANIFEST =
      new CheckpointManifest(
          3,
          17592186044500L,
          1772323200000L,
          List.of(
              new TenantCheckpoint(
                  new TenantId("acme"),
                  17592186044417L,
                  Optional.of(
                      new ImageRef(
                          17592186044490L,
                          DIGEST,
                          1048577,
                          1048576,
                          List.of("a1".repeat(32) + ".0492312", "b2".repeat(32) + ".0492313"))),
                  17592186044499L,
                  DIGEST,
                  1772323199000L,
                  Optional.empty()),
              new TenantCheckpoint(
                  new TenantId("parked-1"),
                  0,
                  Optional.empty(),
                  -1,
                  DIGEST,
                  0,
                  Optional.of(new ParkedAt(17592186044450L, "rules version 7 \"unknown\"")))));

  @Test
  void theFirstFormatStaysReadable() throws Exception {
    byte[] golden = resource("/checkpoints/manifest-v1.json");

    assertThat(CheckpointJson.read(NAME, golden)).isEqualTo(MANIFEST);
    assertThat(new String(CheckpointJson.write(MANIFEST), UTF_8))
        .isEqualTo(new String(golden, UTF_8));
  }

  @Test
  void whatANewOwnerHasToAppendIsTold() throws Exception {
    var tenants =
        List.of(
            withWork("waits", new Work(true, Long.MAX_VALUE)), withWork("due", new Work(false, 7)));
    var manifest = new CheckpointManifest(3, 17592186044500L, 0, tenants);
    assertThat(CheckpointJson.read(NAME, CheckpointJson.write(manifest))).isEqualTo(manifest);
  }

  private static TenantCheckpoint withWork(String tenant, Work work) {
    return new TenantCheckpoint(
        new TenantId(tenant), 1, Optional.empty(), 5, DIGEST, 0, Optional.empty(), work);
  }

  @Test
  void everyChangedByteIsNoticedAndTheObjectNamed() {
    byte[] written = CheckpointJson.write(MANIFEST);
    for (int i = 0; i < written.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = written.clone();
        damaged[i] ^= (byte) (1 << bit);

        assertThatThrownBy(() -> CheckpointJson.read(NAME, damaged))
            .isInstanceOf(ObjectCorruptException.class)
            .hasMessageContaining(NAME.value());
      }
    }
  }

  @Test
  void everyTruncationIsNoticed() {
    byte[] written = CheckpointJson.write(MANIFEST);
    for (int length = 0; length < written.length; length++) {
      byte[] cut = Arrays.copyOf(written, length);

      assertThatThrownBy(() -> CheckpointJson.read(NAME, cut))
          .isInstanceOf(ObjectCorruptException.class);
    }
  }

  @Test
  void aManifestUnderAnotherNameIsDamage() {
    byte[] written = CheckpointJson.write(MANIFEST);

    assertThatThrownBy(() -> CheckpointJson.read(CheckpointNames.manifest(4, 1), written))
        .isInstanceOf(ObjectCorruptException.class)
        .hasMessageContaining("3:17592186044500");
  }

  @Test
  void thousandsOfTenantsAreReadAsWritten() throws Exception {
    List<TenantCheckpoint> tenants = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      var image =
          new ImageRef(i, DIGEST, 300_000, Chunks.CHUNK_BYTES, List.of(DIGEST + ".0492312"));
      tenants.add(
          new TenantCheckpoint(
              new TenantId("tenant-" + i), 1, Optional.of(image), i, DIGEST, i, Optional.empty()));
    }
    var manifest = new CheckpointManifest(0, 99, 1, tenants);

    byte[] written = CheckpointJson.write(manifest);

    assertThat(CheckpointJson.read(CheckpointNames.manifest(0, 99), written)).isEqualTo(manifest);
    assertThat(written.length / tenants.size()).isLessThan(400);
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = CheckpointJsonTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
