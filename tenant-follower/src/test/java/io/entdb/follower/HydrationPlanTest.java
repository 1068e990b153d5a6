package io.entdb.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.follower.HydrationPlan.Known;
import io.entdb.follower.HydrationPlan.Stretch;
import io.entdb.follower.TenantSources.Image;
import io.entdb.follower.TenantSources.Manifest;
import io.entdb.follower.TenantSources.Mark;
import io.entdb.model.TenantId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HydrationPlanTest {
  private static final TenantId ACME = new TenantId("acme");

  private record TestImage(long n) implements Image {
    @Override
    public long bytes() {
      return 1;
    }

    @Override
    public String digest() {
      return "";
    }

    @Override
    public void download(Path file, LongConsumer bytesDone) {}
  }

  private static Mark mark(long imageN, long lastRecordN) {
    return new Mark(Optional.of(new TestImage(imageN)), lastRecordN, OptionalLong.empty());
  }

  private static Known known(
      long manifestN, @Nullable Mark mark, long logStart, OptionalLong quietSince, long toN) {
    var manifest = new Manifest(manifestN, mark == null ? Map.of() : Map.of(ACME, mark));
    return new Known(Optional.of(manifest), mark, logStart, quietSince, toN);
  }

  private static Optional<Stretch> stretch(long fromN, long toN) {
    return Optional.of(new Stretch(fromN, toN));
  }

  @Test
  void withoutACheckpointTheLogIsReadFromTheTenantsStart() {
    var known = new Known(Optional.empty(), null, 7, OptionalLong.empty(), 20);
    assertThat(HydrationPlan.withImage(known).stretch()).isEqualTo(stretch(7, 20));
  }

  @Test
  void anImageWithAllRecordsSavesReadingUpToTheCheckpoint() {
    var known = known(100, mark(40, 40), 0, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(known).stretch()).isEqualTo(stretch(101, 120));
  }

  @Test
  void anImageThatLacksRecordsIsContinuedFromItsOwnPosition() {
    var known = known(100, mark(40, 60), 0, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(known).stretch()).isEqualTo(stretch(41, 120));
  }

  @Test
  void aTenantThatTheCheckpointDoesNotKnowHadNothingBeforeIt() {
    var known = known(100, null, 30, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(known).stretch()).isEqualTo(stretch(101, 120));
    var younger = known(100, null, 110, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(younger).stretch()).isEqualTo(stretch(110, 120));
  }

  @Test
  void aParkedTenantsRecordsAreReadThoughTheCheckpointCountsNone() {
    var parked = new Mark(Optional.of(new TestImage(40)), 40, OptionalLong.of(60));
    var known = known(100, parked, 0, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(known).stretch()).isEqualTo(stretch(41, 120));
  }

  @Test
  void aTenantThatIsParkedAtItsFirstRecordIsReadFromThere() {
    var parked = new Mark(Optional.empty(), -1, OptionalLong.of(60));
    var known = known(100, parked, 0, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(known).stretch()).isEqualTo(stretch(60, 120));
  }

  @Test
  void anOwnedTenantIsReadOnlyToItsLastRecordBeforeItBecameQuiet() {
    var imaged = known(100, mark(40, 40), 0, OptionalLong.of(101), 500);
    assertThat(HydrationPlan.withImage(imaged).stretch()).isEmpty();
    var behind = known(100, mark(40, 60), 0, OptionalLong.of(101), 500);
    assertThat(HydrationPlan.withImage(behind).stretch()).isEqualTo(stretch(41, 60));
    var unknown = known(100, null, 0, OptionalLong.of(101), 500);
    assertThat(HydrationPlan.withImage(unknown).stretch()).isEmpty();
  }

  @Test
  void withoutItsImageEverythingIsReadAgain() {
    var known = known(100, mark(40, 60), 0, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withoutImage(known).image()).isEmpty();
    assertThat(HydrationPlan.withoutImage(known).stretch()).isEqualTo(stretch(0, 120));
  }

  @Test
  void anImageBeyondThePositionNeedsNothingMore() {
    var known = known(200, mark(150, 150), 0, OptionalLong.empty(), 120);
    assertThat(HydrationPlan.withImage(known).stretch()).isEmpty();
  }
}
