package io.entdb.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.store.StoreException;
import io.entdb.store.StoreState;
import io.entdb.wal.consumer.InMemoryTail;
import io.entdb.wal.consumer.InMemoryWal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One run of a follower under a seed: what happens to it, and what must hold after every step. */
final class FollowerSimulation {
  /** So small that queues overflow, partitions pause and batches end. */
  private static final QueueLimits TIGHT = new QueueLimits(4, 4_000, 6, 6_000, 12_000, 12, 16_000);

  private static final int PARTITIONS = 2;

  private final SplittableRandom random;
  private final boolean owning;
  private final Path root;
  private final TestClock clock = new TestClock();
  private final InMemoryWal wal = new InMemoryWal(PARTITIONS);
  private final InMemoryWal archive = new InMemoryWal(PARTITIONS);
  private final SimulatedSources sources;
  private final Script script;
  private final Set<WalPosition> poison = new HashSet<>();
  private final Set<Integer> assigned = new HashSet<>();

  private int life;
  private int appended;
  private Engine engine;
  private InMemoryTail tail;
  private DiskBudget disk;

  FollowerSimulation(long seed, boolean owning, Path root) throws Exception {
    this.random = new SplittableRandom(seed);
    this.owning = owning;
    this.root = root;
    this.sources = new SimulatedSources(wal, archive, random.split());
    this.script = Script.of(PARTITIONS, root.resolve("calm"), random);
    start();
  }

  private Path dataDir() {
    return root.resolve("life" + life);
  }

  private void start() {
    tail = wal.tail();
    var settings = TestSettings.in(dataDir()).withOpenStoresMax(random.nextInt(1, 4));
    if (random.nextInt(3) == 0) {
      settings = settings.withDiskBytesMax(300_000);
    }
    var parts = new FollowerParts(wal, sources, FollowerListener.NONE, clock);
    engine = new Engine(settings, TIGHT, parts, tail, owning);
    disk = new DiskBudget(engine);
    assigned.clear();
    if (owning) {
      tail.join(new Owning(engine, this::letLanesWork));
    } else {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        engine.open(partition);
      }
    }
  }

  private void letLanesWork() {
    clock.pass(50);
    if (random.nextInt(10) > 0) {
      engine.lanes.forEach(Lane::runOne);
    }
  }

  /** Lets things happen until the whole log is written. */
  void play() throws Exception {
    while (appended < script.size()) {
      step();
      checkInvariants();
    }
  }

  private void step() throws Exception {
    clock.pass(random.nextInt(300));
    switch (random.nextInt(31)) {
      case 0, 1, 2, 3, 4, 5, 6 -> appendSome();
      case 7, 8, 9, 10, 11 -> poll();
      case 12, 13, 14, 15, 16 -> engine.lanes.get(random.nextInt(engine.lanes.size())).runOne();
      case 17, 18, 19, 20 -> engine.jobs.runOne();
      case 21 -> engine.partitions().stream().filter(Partition::isOpen).forEach(engine::note);
      case 22 -> hold(anyActor().place());
      case 23 -> checkpoint();
      case 24 -> tail.redeliver(random.nextInt(PARTITIONS), random.nextInt(20));
      case 25 -> drop();
      case 26 -> deal();
      case 27 -> suffer();
      case 28 -> poisonSomething();
      case 29 -> forget();
      default -> {
        if (random.nextInt(4) == 0) {
          crash();
        }
      }
    }
  }

  private void appendSome() {
    for (int i = random.nextInt(1, 6); i > 0 && appended < script.size(); i--) {
      script.append(appended, wal);
      script.append(appended++, archive);
    }
  }

  private void poll() {
    tail.setBatchMax(random.nextInt(1, 12));
    engine.tail.step(Duration.ZERO);
  }

  private Script.Actor anyActor() {
    List<Script.Actor> actors = script.actors();
    return actors.get(random.nextInt(actors.size()));
  }

  private void hold(TenantPlace place) {
    Partition partition = engine.partition(place.partition());
    if (partition != null && partition.isOpen()) {
      engine.hold(partition, place).lastUsed = clock.millis();
    }
  }

  /** What an applier elsewhere does; sometimes ahead of this follower. */
  private void checkpoint() throws Exception {
    int partition = random.nextInt(PARTITIONS);
    long end = end(partition) - 1;
    if (end >= 0) {
      long n = owning ? Math.min(end, checkpointable(partition)) : random.nextLong(end + 1);
      if (n >= 0) {
        sources.checkpoint(partition, n, script.calmRuns(partition));
      }
    }
  }

  /** An owner's checkpoints are its own, unless another one had the partition. */
  private long checkpointable(int number) throws Exception {
    Partition partition = engine.partition(number);
    return partition == null || !partition.isOpen() ? end(number) - 1 : partition.durableN();
  }

  private void drop() throws Exception {
    if (random.nextBoolean()) {
      disk.look();
    } else if (!owning) {
      Holding holding = engine.held(anyActor().tenant());
      StoreState state = holding == null ? null : holding.state;
      if (holding != null && state != null) {
        engine.drop(holding, state.n());
      }
    }
  }

  private void deal() {
    if (!owning) {
      return;
    }
    int partition = random.nextInt(PARTITIONS);
    if (assigned.add(partition)) {
      tail.assign(partition);
    } else if (random.nextInt(3) == 0) {
      assigned.remove(partition);
      if (random.nextBoolean()) {
        tail.revoke(partition);
      } else {
        tail.lose(partition);
      }
    }
  }

  /** A store fails its reader, or a tenant is slow. */
  private void suffer() {
    Holding holding = engine.held(anyActor().tenant());
    if (holding == null) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> engine.storeFailed(holding, new StoreException("on purpose"));
      case 1 -> {
        holding.setAside();
        engine.hydrator.hydrateIfDue(holding);
      }
      default -> wal.changeLeader(holding.partition.number);
    }
  }

  /** Makes a record unreadable for this binary. */
  private void poisonSomething() throws Exception {
    if (random.nextInt(4) == 0) {
      int partition = random.nextInt(PARTITIONS);
      poison.add(new WalPosition(partition, end(partition) + random.nextInt(5)));
      Set<WalPosition> unreadable = Set.copyOf(poison);
      setLens(
          entry ->
              unreadable.contains(entry.position())
                  ? new LogEntry(
                      entry.position(),
                      entry.leaderEpoch(),
                      entry.brokerTime(),
                      entry.key(),
                      new byte[] {1, 2, 3},
                      List.of())
                  : entry);
    }
  }

  private void setLens(UnaryOperator<LogEntry> lens) {
    wal.setLens(lens);
    archive.setLens(lens);
  }

  /** Retention takes some of what is archived. */
  private void forget() throws Exception {
    if (random.nextInt(3) == 0) {
      int partition = random.nextInt(PARTITIONS);
      wal.forgetBefore(partition, random.nextLong(end(partition) + 1));
    }
  }

  private long end(int partition) throws Exception {
    return archive.endN(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** kill -9: the next life has the files as they are; half of the time a binary that can read. */
  void crash() throws Exception {
    Path before = dataDir();
    life++;
    copy(before, dataDir());
    abandon();
    if (random.nextBoolean()) {
      heal();
    }
    start();
  }

  private void heal() {
    poison.clear();
    setLens(entry -> entry);
  }

  private void abandon() throws Exception {
    for (Partition partition : engine.partitions()) {
      for (Holding holding : partition.holdings()) {
        engine.stores.closeIfUnused(holding.slot);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.sorted().toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.toString().endsWith("-shm")) {
          Files.copy(path, target);
        }
      }
    }
  }

  private void checkInvariants() {
    for (Partition partition : engine.partitions()) {
      for (Holding holding : partition.holdings()) {
        StoreState state = holding.state;
        if (state != null) {
          assertThat(state.digest())
              .as("digest of %s at %d", holding.tenant, state.n())
              .isEqualTo(script.actor(holding.tenant).calm().digestAt(state.n()));
        }
      }
    }
  }

  /** Lets everything come to rest with a binary that can read all, and no failures any more. */
  void settle() throws Exception {
    sources.behave();
    crash();
    heal();
    crash(); // Parked tenants are tried again at a start.
    for (int i = 0; i < 2_000 && !isSettled(); i++) {
      clock.pass(2_000);
      for (int partition = 0; owning && partition < PARTITIONS; partition++) {
        if (assigned.add(partition)) {
          tail.assign(partition);
        }
      }
      if (!owning) {
        script.actors().forEach(actor -> hold(actor.place()));
      }
      tail.setBatchMax(50);
      engine.tail.step(Duration.ZERO);
      while (engine.jobs.runOne()) {
        checkInvariants();
      }
      engine.lanes.forEach(FollowerSimulation::runAll);
    }
    assertThat(isSettled()).as("everything is applied in the end").isTrue();
  }

  private static void runAll(Lane lane) {
    while (lane.runOne()) {
      // Until there is nothing more.
    }
  }

  private boolean isSettled() throws Exception {
    for (Script.Actor actor : script.actors()) {
      if (!isCurrent(actor)) {
        return false;
      }
    }
    return true;
  }

  private boolean isCurrent(Script.Actor actor) throws Exception {
    Partition partition = engine.partition(actor.place().partition());
    long end = end(actor.place().partition()) - 1;
    if (partition == null || !partition.isOpen() || partition.passedN() < end) {
      return false;
    }
    Holding holding = partition.holding(actor.tenant());
    return holding == null ? owning : holding.hasApplied(end);
  }

  /** The state of every tenant that is held, as text, equals the calm run's. */
  void checkAgreement() throws Exception {
    for (Script.Actor actor : script.actors()) {
      Holding holding = engine.held(actor.tenant());
      if (holding != null) { // Else nothing of it was read that the checkpoint doesn't hold.
        checkAgreement(holding, actor.calm());
      }
    }
    abandon();
  }

  private void checkAgreement(Holding holding, CalmRun calm) throws Exception {
    var dump = new ArrayList<String>();
    try (OpenStores.Use use = engine.stores.use(holding.slot)) {
      use.store().dump(dump::add);
      StoreState state = use.store().state();
      assertThat(use.store().recomputeDigest()).isEqualTo(state.digest());
      assertThat(state.n()).isEqualTo(calm.lastAt(Long.MAX_VALUE));
    }
    assertThat(dump).as("state of %s", holding.tenant).isEqualTo(calm.dump());
  }
}
