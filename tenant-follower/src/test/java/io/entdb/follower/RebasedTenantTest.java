package io.entdb.follower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.record.RebaseImage;
import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageUnavailableException;
import io.entdb.wal.consumer.InMemoryWal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a follower does about a record that names an image (ADR 0017 D4). */
class RebasedTenantTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path folder;
  private final InMemoryWal wal = new InMemoryWal(2);
  private final TestSources sources = new TestSources(wal);
  private final AtomicInteger fetches = new AtomicInteger();
  private Follower follower;
  private WrittenTenant acme;
  private RebaseImage image;
  private Path file;

  @BeforeEach
  void aTenantWithTwoPersonsAndAnImageOfTheFirst() throws Exception {
    acme = WrittenTenant.open(wal, "acme", 1);
    file = folder.resolve("image.db");
    String digest = acme.replay(file, acme.write());
    acme.write();
    image = new RebaseImage("images/acme/x.json", "b".repeat(64), digest);
    follower = start();
  }

  @AfterEach
  void close() {
    follower.close();
  }

  private Follower start() {
    var parts = new FollowerParts(wal, sources, FollowerListener.NONE, InstantSource.system());
    return Follower.onDemand(TestSettings.in(folder.resolve("data")), parts, wal.tail());
  }

  private void giveImage() {
    sources.give(
        (named, target) -> {
          fetches.incrementAndGet();
          try {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
          } catch (IOException e) {
            throw new ImageUnavailableException("copying failed", e);
          }
        });
  }

  @Test
  void aLiveTenantIsRebasedWhileOthersGoOnAndAfterwardsGoesOnItself() throws Exception {
    giveImage();
    var other = WrittenTenant.open(wal, "other", 1);
    try (HeldTenant held = follower.hold(acme.place(), LONG);
        HeldTenant good = follower.hold(other.place(), LONG)) {
      assertThat(held.await(follower.presentEndN(1), LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(2);
      long n = acme.rebase(image);
      assertThat(good.await(other.write(), LONG)).isTrue();
      assertThat(held.await(n, LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
      assertThat(held.state().n()).isEqualTo(n);
      assertThat(held.await(acme.write(), LONG)).isTrue();
      assertThat(held.parked()).isEmpty();
    }
    assertThat(fetches).hasValue(1);
    assertThat(folder.resolve("data/p=1/hydrating/acme.image")).doesNotExist();
  }

  @Test
  void aTenantThatIsBuiltFromTheLogIsRebasedOnTheWay() throws Exception {
    giveImage();
    long n = acme.rebase(image);
    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      assertThat(held.await(n, LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
    }
  }

  @Test
  void anImageThatCannotBeHadIsWaitedForAndReadsGoOn() throws Exception {
    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      assertThat(held.await(follower.presentEndN(1), LONG)).isTrue();
      acme.rebase(image);
      long after = acme.write();
      assertThat(held.await(after, SHORT)).isFalse();
      assertThat(held.parked()).isEmpty();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(2);
      giveImage();
      assertThat(held.await(after, LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
    }
  }

  @Test
  void aDamagedImageParksTheTenantUntilItIsMended() throws Exception {
    sources.give(
        (named, target) -> {
          throw new ImageDamagedException("not what the record names");
        });
    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      assertThat(held.await(follower.presentEndN(1), LONG)).isTrue();
      long n = acme.rebase(image);
      assertThatThrownBy(() -> held.await(n, LONG)).isInstanceOf(TenantParkedException.class);
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(2);
    }
    follower.close();
    giveImage();
    follower = start();
    try (HeldTenant held = follower.hold(acme.place(), LONG)) {
      long ends = System.nanoTime() + LONG.toNanos();
      while (held.parked().isPresent() && System.nanoTime() < ends) {
        Thread.sleep(10); // What the last life noted holds until the record is tried again.
      }
      assertThat(held.await(follower.presentEndN(1), LONG)).isTrue();
      assertThat(WrittenTenant.personsIn(held)).isEqualTo(1);
    }
  }
}
