package io.entdb.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import io.entdb.store.StoreReport.Counts;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotJsonTest {
  private static final String A = "aa".repeat(32);
  private static final String B = "bb".repeat(32);
  private static final SnapshotId ID = new SnapshotId(9);
  private static final ObjectName NAME = SnapshotNames.manifest(new TenantId("acme"), ID);

  @Test
  void aManifestIsReadAsItWasWritten() throws Exception {
    for (List<String> chunks :
        List.of(
            List.of(A + ".0490001", B + ".0490001"),
            List.of(A, B + ".0490001"),
            List.of(A + ".0490002." + B + ".0490001", B + ".0490001"),
            List.of(A + ".0490002." + B, A + ".0490002"))) {
      SnapshotManifest manifest = manifest(chunks);
      byte[] json = SnapshotJson.write(manifest);
      assertThat(SnapshotJson.read(NAME, json)).isEqualTo(manifest);
      boolean isPatched = chunks.getFirst().contains(B);
      assertThat(new String(json, UTF_8)).startsWith("{\"format\":" + (isPatched ? 2 : 1) + ",");
    }
  }

  @Test
  void anImageNeedsItsChunksAndTheirBases() {
    String patch = A + ".0490002." + B + ".0490001";
    ImageRef image = manifest(List.of(patch, A + ".0490003")).image();
    assertThat(image.objects()).containsExactly(patch, B + ".0490001", A + ".0490003");
    assertThat(ChunkNames.sha256Of(patch)).isEqualTo(A);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A.0490001",
        "A.1",
        "../A",
        "A.0490001.",
        "A.0490001.x",
        "A.0490001.A.0490001.A",
        "A/A"
      })
  void whatIsNoNameOfAChunkIsRefused(String text) {
    String chunk = text.replace("A", A);
    boolean isName = chunk.equals(A + ".0490001");
    byte[] json = SnapshotJson.write(manifest(List.of(chunk, B)));
    if (!isName) {
      assertRefused(json, "field chunks has an item that is no name of a chunk: " + chunk);
    }
    assertThat(ChunkNames.isName(chunk)).isEqualTo(isName);
  }

  @Test
  void aFormatOfTheFutureIsRefused() {
    byte[] json = SnapshotJson.write(manifest(List.of(A, B)));
    String text = new String(json, UTF_8);
    assertRefused(
        sealed(text.replace("\"format\":1", "\"format\":3")), "expected format 1 or 2, found 3");
    assertRefused(
        sealed(text.replace("\"chunks\":[\"" + A + "\",", "\"chunks\":[7,")), "field chunks");
    assertThatThrownBy(() -> SnapshotJson.read(NAME, Arrays.copyOf(json, json.length - 1)))
        .hasMessageContaining("its checksum");
  }

  private static void assertRefused(byte[] json, String why) {
    assertThatThrownBy(() -> SnapshotJson.read(NAME, json))
        .isInstanceOf(ObjectCorruptException.class)
        .hasMessageContaining(NAME.value())
        .hasMessageContaining(why);
  }

  /** The same text with a new seal. */
  private static byte[] sealed(String text) {
    String open = text.substring(0, text.lastIndexOf(",\"sha256\""));
    return (open + ",\"sha256\":\"" + Sha256.hex(open.getBytes(UTF_8)) + "\"}\n").getBytes(UTF_8);
  }

  private static SnapshotManifest manifest(List<String> chunks) {
    return new SnapshotManifest(
        new TenantId("acme"),
        ID,
        1,
        2,
        new ImageRef(8, "cc".repeat(32), 1_500, 1_000, chunks),
        3,
        "",
        new Counts(1, 2, 3, 4, 5),
        6,
        7,
        8,
        1);
  }
}
