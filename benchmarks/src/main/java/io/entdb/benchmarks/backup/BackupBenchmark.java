package io.entdb.benchmarks.backup;

import io.entdb.backup.RebaseImages;
import io.entdb.backup.SnapshotId;
import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveWriter;
import io.entdb.backup.archive.SegmentBuilder;
import io.entdb.backup.restore.ClosedFile;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.RestoreListener;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.benchmarks.Benchmark;
import io.entdb.benchmarks.Run;
import io.entdb.benchmarks.Table;
import io.entdb.benchmarks.backup.CountedObjects.Traffic;
import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part.Kind;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What it costs to back up a large tenant and to bring it back, beside copying its file: the first
 * snapshot, the next two, 1 % of the documents having changed before each, and a restore. Each
 * once: at this size rounds differ by less than their steps do.
 */
public final class BackupBenchmark implements Benchmark {
  /** {@code ENTDB_BENCH_BYTES} makes it another size. */
  private static final long BYTES_DEFAULT = 1L << 30;

  private static final int DOCUMENT_BYTES = 4_100;
  private static final long SEGMENT_BYTES = 16L << 20;
  private static final int NEIGHBOURS = 100;
  private static final Place PLACE = new Place(new TenantId("large"), 1);

  private final Table table = new Table("step", "seconds", "requests", "MB sent", "MB received");

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public String summary() {
    return "snapshot, next snapshot and restore of a tenant of 1 GB, beside copying its file";
  }

  @Override
  public void run(Run run) throws Exception {
    try (LocalStack stack = LocalStack.builder().only(Kind.OBJECT_SERVER).start()) {
      // Where the SDK's chain of credentials looks first; the stack's own, see StackSettings.
      System.setProperty("aws.accessKeyId", "local-identity");
      System.setProperty("aws.secretAccessKey", "local-credential");
      S3Settings settings =
          S3Settings.of("entdb", Optional.of(stack.s3Endpoint()), Optional.of("us-east-1"));
      var s3 = new S3ObjectStore(S3Clients.open(settings), settings.bucket(), "");
      measure(run, new CountedObjects(s3));
      oneTenantByOneGet(run, new CountedObjects(s3));
    }
  }

  private void measure(Run run, CountedObjects objects) throws Exception {
    InstantSource clock = InstantSource.system();
    var snapshots = new Snapshots(objects, clock);
    var restorer =
        new Restorer(new Archive(objects, clock), snapshots, new RebaseImages(objects, clock));
    String asked = System.getenv().getOrDefault("ENTDB_BENCH_BYTES", "");
    long bytes = asked.isEmpty() ? BYTES_DEFAULT : Long.parseLong(asked);
    int documents = Math.toIntExact(bytes / DOCUMENT_BYTES);
    var log = new DocumentLog(PLACE.tenant(), PLACE.partition());
    var archiving = new Archiving(objects);
    step(
        "archive %d documents".formatted(documents),
        objects,
        () -> write(log, archiving, documents));

    Path file = run.folder().resolve("large.db");
    Restored first = step("first snapshot: replay", objects, () -> restore(restorer, file));
    SnapshotManifest base =
        step(
            "first snapshot: upload",
            objects,
            () -> publish(snapshots, file, first, Optional.empty()));
    Path copy = run.folder().resolve("copy.db");
    step("(the file is copied)", objects, () -> Files.copy(file, copy));
    Files.delete(copy);

    SnapshotManifest before = base;
    for (String which : List.of("next", "next but one")) {
      for (int i = 0; i < documents / 100; i++) {
        archiving.add(log.update());
      }
      archiving.flush();
      Optional<SnapshotManifest> previous = Optional.of(before);
      Restored next =
          step(which + " snapshot: base and replay", objects, () -> restore(restorer, file));
      before =
          step(
              which + " snapshot: upload", objects, () -> publish(snapshots, file, next, previous));
    }
    step("restore, verified", objects, () -> restore(restorer, file));
    run.say(
        "%,d MB in the file; %d documents, twice 1 %% of them changed, scattered over it"
            .formatted(Files.size(file) >> 20, documents));
    table.print(run.out());
  }

  private static DocumentLog write(DocumentLog log, Archiving archiving, int documents)
      throws Exception {
    archiving.add(log.opening());
    for (int i = 0; i < documents; i++) {
      archiving.add(log.create());
    }
    archiving.flush();
    return log;
  }

  private static Restored restore(Restorer restorer, Path file) throws Exception {
    return restorer.restore(
        PLACE, new RestoreTarget.ArchiveEnd(), file, DigestBook.EMPTY, RestoreListener.NONE);
  }

  private static SnapshotManifest publish(
      Snapshots snapshots, Path file, Restored restored, Optional<SnapshotManifest> previous)
      throws Exception {
    var id = new SnapshotId(restored.throughN());
    var closed = new ClosedFile(file, restored.report());
    return snapshots.publish(id, closed, restored.report(), previous, 0);
  }

  private <T> T step(String what, CountedObjects objects, Callable<T> work) throws Exception {
    objects.take();
    long start = System.nanoTime();
    T result = work.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    Traffic traffic = objects.take();
    table.row(
        what,
        "%.1f".formatted(seconds),
        "%,d".formatted(traffic.requests()),
        "%,d".formatted(traffic.sent() >> 20),
        "%,d".formatted(traffic.received() >> 20));
    return result;
  }

  /** A segment of many tenants: what one of them costs to read. */
  private static void oneTenantByOneGet(Run run, CountedObjects objects) throws Exception {
    var segment = new SegmentBuilder(2, 0, -1);
    for (int i = 0; i < 40 * NEIGHBOURS; i++) {
      var log = new DocumentLog(new TenantId("neighbour-" + i % NEIGHBOURS), 2);
      LogEntry made = i < NEIGHBOURS ? log.opening() : log.create();
      segment.add(
          new LogEntry(
              new WalPosition(2, i), 0, made.brokerTime(), made.key(), made.value(), List.of()));
    }
    new ArchiveWriter(objects).put(segment.build(Instant.EPOCH));
    Archive archive = new Archive(objects, InstantSource.system());
    long throughN = archive.coverage(2).throughN();
    archive.read(2, 0, throughN, "neighbour-1", _ -> {}); // The index is remembered from here on.
    objects.take();
    archive.read(2, 0, throughN, "neighbour-7", _ -> {});
    Traffic traffic = objects.take();
    run.say(
        "one of %d tenants in a segment of %,d KB: %d requests (one lists what is new, one is the ranged GET), %,d KB received"
            .formatted(
                NEIGHBOURS, segment.bytes() >> 10, traffic.requests(), traffic.received() >> 10));
    run.say("");
  }

  /** Records on their way to the archive. */
  private static final class Archiving {
    private final ArchiveWriter writer;
    private long follows = -1;
    private SegmentBuilder segment = new SegmentBuilder(PLACE.partition(), 0, -1);

    private Archiving(ObjectStore objects) {
      this.writer = new ArchiveWriter(objects);
    }

    void add(LogEntry entry) throws Exception {
      segment.add(entry);
      if (segment.bytes() >= SEGMENT_BYTES) {
        flush();
      }
    }

    void flush() throws Exception {
      if (segment.records() > 0) {
        writer.put(segment.build(Instant.EPOCH));
        follows = segment.throughN();
        segment = new SegmentBuilder(PLACE.partition(), follows + 1, follows);
      }
    }
  }
}
