package io.entdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.objects.InMemoryObjectStore;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DrillsTest {
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final Drills drills = new Drills(objects);

  private static DrillResult result(long endedMs, int restored, DrillResult.Failure... failures) {
    return new DrillResult(endedMs, 1_234, restored, failures.length, List.of(failures));
  }

  @Test
  void theNewestResultsAreFound() throws Exception {
    assertThat(drills.newest()).isEmpty();
    var failure = new DrillResult.Failure("acme", "object a/b is damaged");
    drills.put(result(9_000, 5));
    drills.put(result(10_000, 4, failure));

    assertThat(drills.newest()).contains(result(10_000, 4, failure));
    assertThat(drills.newestWell()).contains(result(9_000, 5));
    drills.put(result(11_000, 0));
    assertThat(drills.newestWell()).as("nothing was restored").contains(result(9_000, 5));
  }

  @Test
  void whatIsTooLongIsCut() {
    var failure = new DrillResult.Failure("acme", "x".repeat(2_000));
    var result = new DrillResult(1, 1, 0, 90, Collections.nCopies(90, failure));
    assertThat(result.failures()).hasSize(DrillResult.FAILURES_MAX);
    assertThat(result.failures().getFirst().reason()).hasSize(DrillResult.REASON_CHARS_MAX);
    assertThat(result.failed()).isEqualTo(90);
  }

  @Test
  void oldOnesGoButForTheNewest() throws Exception {
    drills.put(result(1_000, 1));
    drills.put(result(2_000, 1));
    assertThat(drills.removeBefore(Instant.ofEpochMilli(1_500))).isEqualTo(1);
    assertThat(drills.removeBefore(Instant.ofEpochMilli(9_000))).isZero();
    assertThat(drills.newest()).contains(result(2_000, 1));
  }

  @Test
  void everyFlippedByteIsNoticed() throws Exception {
    ObjectName name = drills.put(result(1_000, 1, new DrillResult.Failure("acme", "why")));
    byte[] sound = objects.get(name).orElseThrow();
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= 1;
      objects.damage(name, damaged);
      assertThatThrownBy(drills::newest)
          .as("byte " + i)
          .isInstanceOf(ObjectCorruptException.class)
          .hasMessageContaining(name.value());
    }
  }
}
