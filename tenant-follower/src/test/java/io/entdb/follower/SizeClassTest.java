package io.entdb.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.follower.FollowerStats.ClassStats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizeClassTest {
  @ParameterizedTest
  @CsvSource({
    "0,SMALL",
    "1048575,SMALL",
    "1048576,MEDIUM",
    "104857599,MEDIUM",
    "104857600,LARGE",
    "1073741823,LARGE",
    "1073741824,HUGE",
    "9223372036854775807,HUGE"
  })
  void everySizeHasAClass(long bytes, SizeClass expected) {
    assertThat(SizeClass.of(bytes)).isEqualTo(expected);
  }

  @Test
  void tenantsAreCountedInOneClassEach() {
    assertThat(ClassStats.of(List.of(10L, 1L << 20, 3L << 20, 2L << 30)))
        .containsExactly(
            new ClassStats(SizeClass.SMALL, 1, 10),
            new ClassStats(SizeClass.MEDIUM, 2, 4L << 20),
            new ClassStats(SizeClass.LARGE, 0, 0),
            new ClassStats(SizeClass.HUGE, 1, 2L << 30));
  }
}
