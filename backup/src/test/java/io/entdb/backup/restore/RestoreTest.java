package io.entdb.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.entdb.backup.ProgressListener;
import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.SnapshotVerifier;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.restore.History.State;
import io.entdb.backup.restore.RestoreTarget.ArchiveEnd;
import io.entdb.backup.restore.RestoreTarget.AtPosition;
import io.entdb.backup.restore.RestoreTarget.AtTime;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.TenantId;
import io.entdb.objects.InMemoryObjectStore;
import io.entdb.store.StoreException;
import io.entdb.store.StoreSettings;
import io.entdb.store.TenantStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestoreTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private final InMemoryObjectStore objects = new InMemoryObjectStore(CLOCK);
  private final Archive archive = new Archive(objects, CLOCK);
  private final Snapshots snapshots = new Snapshots(objects, CLOCK);
  private final Restorer restorer =
      new Restorer(archive, snapshots, new RebaseImages(objects, CLOCK));

  /**
   * Goal: any moment of the past comes back as it was. Method: the states after every record are
   * known; each tenant is restored to 20 positions and to 20 times, the first record, both of two
   * records of one millisecond, and the end among them; with and without snapshots on the way.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyKnownStateComesBackByPositionAndByTime(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    History history = History.random(random, 3, 4, folder);
    history.archive(objects, random);
    int based = 0;
    for (TenantId tenant : history.partitionOf.keySet()) {
      var place = new Place(tenant, history.partitionOf.getOrDefault(tenant, 0));
      NavigableMap<Long, State> states = history.states.getOrDefault(tenant, new TreeMap<>());
      based += compare(place, states, moments(states, random));
      snapshotSome(place, states, random);
      based += compare(place, states, moments(states, random));
    }
    assertThat(based).as("restores that began with a snapshot").isGreaterThan(40);
  }

  /** The first record, the last, and others; next to each the one before it. */
  private static List<Long> moments(NavigableMap<Long, State> states, SplittableRandom random) {
    List<Long> all = new ArrayList<>(states.keySet());
    List<Long> moments = new ArrayList<>(List.of(all.getFirst(), all.getLast()));
    while (moments.size() < 20) {
      int at = random.nextInt(1, all.size());
      moments.add(all.get(at - 1));
      moments.add(all.get(at));
    }
    return moments;
  }

  private int compare(Place place, NavigableMap<Long, State> states, List<Long> moments)
      throws Exception {
    int based = 0;
    for (long n : moments) {
      Restored byPosition = restore(place, new AtPosition(n));
      assertState(place, states.floorEntry(n).getValue(), byPosition);
      assertThat(byPosition.throughN()).isEqualTo(n);

      long timeMs = states.floorEntry(n).getValue().timeMs();
      Restored byTime = restore(place, new AtTime(timeMs));
      assertState(place, lastAt(states, timeMs), byTime);
      based += byPosition.base().isPresent() ? 1 : 0;
    }
    assertState(place, states.lastEntry().getValue(), restore(place, new ArchiveEnd()));
    return based;
  }

  private static State lastAt(NavigableMap<Long, State> states, long timeMs) {
    return states.descendingMap().values().stream()
        .filter(state -> state.timeMs() <= timeMs)
        .findFirst()
        .orElseThrow();
  }

  private Restored restore(Place place, RestoreTarget target) throws Exception {
    return restorer.restore(
        place, target, file(place.tenant()), DigestBook.EMPTY, RestoreListener.NONE);
  }

  private Path file(TenantId tenant) {
    return folder.resolve(tenant + ".db");
  }

  private void assertState(Place place, State expected, Restored restored) throws Exception {
    assertThat(restored.report().isSound()).isTrue();
    assertThat(restored.report().state().digest()).isEqualTo(expected.digest());
    var dump = new ArrayList<String>();
    try (var store =
        TenantStore.open(file(place.tenant()), place.tenant(), StoreSettings.DEFAULT)) {
      store.dump(dump::add);
    }
    assertThat(dump).isEqualTo(expected.dump());
  }

  private void snapshotSome(Place place, NavigableMap<Long, State> states, SplittableRandom random)
      throws Exception {
    List<Long> at = new ArrayList<>(states.keySet());
    for (int i = 0; i < 3; i++) {
      snapshot(place, at.get((i * at.size() + random.nextInt(at.size())) / 3));
    }
  }

  private SnapshotManifest snapshot(Place place, long n) throws Exception {
    Restored restored = restore(place, new AtPosition(n));
    return snapshots.publish(
        new SnapshotId(n),
        new ClosedFile(file(place.tenant()), restored.report()),
        restored.report(),
        snapshots.newest(place.tenant(), Snapshots.Choice.ANY),
        restored.compared());
  }

  @Test
  void aTargetThatTheArchiveDoesNotReachIsRefused() throws Exception {
    var random = new SplittableRandom(7);
    History history = History.random(random, 1, 1, folder);
    var place = new Place(new TenantId("tenant0"), 0);

    assertRefused(place, new ArchiveEnd(), "nothing of partition 0 is archived");
    history.archive(objects, random);
    assertRefused(place, new AtPosition(history.endN(0) + 1), "reaches through");
    assertRefused(place, new AtTime(history.endTime(0) + 60_000), "complete for times before");
    assertThat(restore(place, new AtTime(history.endTime(0) + 59_999)).records()).isEqualTo(61);
    assertRefused(place, new AtTime(0), "no record");
    assertRefused(new Place(new TenantId("nobody"), 0), new ArchiveEnd(), "no record");
    assertThat(Files.exists(folder.resolve("nobody.db"))).isFalse();
  }

  private void assertRefused(Place place, RestoreTarget target, String why) {
    assertThatThrownBy(() -> restore(place, target))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void whatDiffersFromACheckpointIsNoRestore() throws Exception {
    var random = new SplittableRandom(8);
    History history = History.random(random, 1, 1, folder);
    history.archive(objects, random);
    var tenant = new TenantId("tenant0");
    NavigableMap<Long, State> states = history.states.getOrDefault(tenant, new TreeMap<>());
    var right = new TreeMap<Long, String>();
    states.forEach((n, state) -> right.put(n, state.digest()));

    Restored restored = replay(tenant, Map.of(tenant, right));
    assertThat(restored.compared()).isEqualTo(states.size());

    var wrong = new TreeMap<>(Map.of(states.higherKey(20L), "0".repeat(64)));
    assertThatThrownBy(() -> replay(tenant, Map.of(tenant, wrong)))
        .isInstanceOf(DigestDivergedException.class)
        .hasMessageContaining("tenant0 at " + states.higherKey(20L));
  }

  private Restored replay(
      TenantId tenant, Map<TenantId, ? extends NavigableMap<Long, String>> digests)
      throws Exception {
    return restorer.restore(
        new Place(tenant, 0),
        new ArchiveEnd(),
        file(tenant),
        DigestBook.of(digests),
        RestoreListener.NONE);
  }

  @Test
  void replayGoesOnFromWhereAFileStands() throws Exception {
    var random = new SplittableRandom(9);
    History history = History.random(random, 1, 2, folder);
    history.archive(objects, random);
    var tenant = new TenantId("tenant1");
    var place = new Place(tenant, 0);
    NavigableMap<Long, State> states = history.states.getOrDefault(tenant, new TreeMap<>());
    List<Long> at = new ArrayList<>(states.keySet());
    restore(place, new AtPosition(at.get(10)));

    assertThatThrownBy(() -> goOn(place, at.get(12), new ArchiveEnd()))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("would leave out records");
    assertState(
        place,
        states.floorEntry(at.get(30)).getValue(),
        goOn(place, at.get(10), new AtPosition(at.get(30))));
    assertThatThrownBy(() -> goOn(place, at.get(30), new AtPosition(at.get(20))))
        .hasMessageContaining("after the target");
    assertState(place, states.lastEntry().getValue(), goOn(place, at.get(29), new ArchiveEnd()));
  }

  private Restored goOn(Place place, long from, RestoreTarget target) throws Exception {
    return restorer.goOn(place, file(place.tenant()), from, target, RestoreListener.NONE);
  }

  @Test
  void everyFlippedByteOfASnapshotIsNoticed() throws Exception {
    var random = new SplittableRandom(10);
    History history = History.random(random, 1, 1, folder);
    history.archive(objects, random);
    var place = new Place(new TenantId("tenant0"), 0);
    SnapshotManifest snapshot = snapshot(place, history.endN(0));
    int noticed = 0;
    for (var object : objects.list("snapshots/", "")) {
      byte[] bytes = objects.get(object.name()).orElseThrow();
      boolean isSmall = object.name().value().endsWith(".json");
      int step = isSmall ? 1 : Math.max(1, bytes.length / 400);
      for (int i = random.nextInt(step); i < bytes.length; i += step) {
        byte[] flipped = bytes.clone();
        flipped[i] ^= (byte) (1 << random.nextInt(8));
        objects.damage(object.name(), flipped);
        try {
          Restored restored = restore(place, new ArchiveEnd());
          // Zstd has bits that mean nothing; what comes out of it is right all the same.
          assertThat(restored.report().state().digest()).isEqualTo(snapshot.image().digest());
          assertThat(object.name().value()).contains("/chunks/");
        } catch (io.entdb.objects.ObjectCorruptException e) {
          assertThat(e.getMessage()).contains(object.name().value());
          assertThat(verify(place).wrong()).singleElement(STRING).contains(object.name().value());
          noticed++;
        }
      }
      objects.damage(object.name(), bytes);
    }
    assertThat(noticed).isGreaterThan(1_000);
    assertThat(verify(place).isSound()).isTrue();
  }

  private SnapshotVerifier.Report verify(Place place) throws Exception {
    return SnapshotVerifier.verify(objects, snapshots, place.tenant(), ProgressListener.NONE);
  }

  @Test
  void tenantsAreFoundByWhatIsOnS3() throws Exception {
    var random = new SplittableRandom(11);
    History history = History.random(random, 3, 5, folder);
    history.archive(objects, random);
    var finder =
        new TenantFinder(archive, new io.entdb.backup.Checkpoints(objects, CLOCK), snapshots);

    for (Map.Entry<TenantId, Integer> tenant : history.partitionOf.entrySet()) {
      assertThat(finder.find(tenant.getKey()))
          .contains(new Place(tenant.getKey(), tenant.getValue()));
    }
    assertThat(finder.all()).hasSize(5);
    assertThat(finder.find(new TenantId("nobody"))).isEmpty();
    snapshot(new Place(new TenantId("tenant2"), 2), history.endN(2));
    assertThat(snapshots.tenants()).containsExactly(new TenantId("tenant2"));
    assertThat(finder.find(new TenantId("tenant2")))
        .isEqualTo(Optional.of(new Place(new TenantId("tenant2"), 2)));
  }

  @Test
  void aFileThatIsInUseOrNoStoreIsNotAudited() throws Exception {
    Path text = Files.writeString(folder.resolve("text.db"), "no database at all, but text");
    assertThatThrownBy(() -> TenantStore.audit(text)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> TenantStore.audit(folder.resolve("absent.db")))
        .isInstanceOf(StoreException.class);
  }
}
