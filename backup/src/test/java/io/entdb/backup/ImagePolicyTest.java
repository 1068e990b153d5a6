package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ImagePolicyTest {
  private static final Instant IMAGED = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant SOON = IMAGED.plusSeconds(1);
  private static final long MIB = 1024 * 1024;

  @Test
  void aTenantWithoutNewsKeepsItsImage() {
    assertThat(ImagePolicy.isDue(MIB, IMAGED, 0, IMAGED.plus(Duration.ofDays(30)))).isFalse();
  }

  @Test
  void aTailOfMoreThanAQuarterIsTooLong() {
    assertThat(ImagePolicy.isDue(4 * MIB, IMAGED, MIB, SOON)).isFalse();
    assertThat(ImagePolicy.isDue(4 * MIB, IMAGED, MIB + 1, SOON)).isTrue();
  }

  @Test
  void aShortTailOfASmallImageWaits() {
    assertThat(ImagePolicy.isDue(4096, IMAGED, 256 * 1024, SOON)).isFalse();
    assertThat(ImagePolicy.isDue(4096, IMAGED, 256 * 1024 + 1, SOON)).isTrue();
  }

  @Test
  void newsWaitsAQuarterOfAnHourAtMost() {
    Instant quarter = IMAGED.plus(Duration.ofMinutes(15));
    assertThat(ImagePolicy.isDue(MIB, IMAGED, 1, quarter)).isFalse();
    assertThat(ImagePolicy.isDue(MIB, IMAGED, 1, quarter.plusMillis(1))).isTrue();
  }

  @Test
  void aTenantWithoutImageGetsOneByTheSameRules() {
    assertThat(ImagePolicy.isDue(0, IMAGED, 100, SOON)).isFalse();
    assertThat(ImagePolicy.isDue(0, IMAGED, 300 * 1024, SOON)).isTrue();
    assertThat(ImagePolicy.isDue(0, IMAGED, 100, IMAGED.plus(Duration.ofMinutes(16)))).isTrue();
  }
}
