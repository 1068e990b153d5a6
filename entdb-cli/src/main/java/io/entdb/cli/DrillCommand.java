package io.entdb.cli;

import io.entdb.backup.DrillResult;
import io.entdb.backup.Drills;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.restore.DigestBook;
import io.entdb.backup.restore.DigestDivergedException;
import io.entdb.backup.restore.RestoreRefusedException;
import io.entdb.backup.restore.RestoreTarget;
import io.entdb.backup.restore.Restored;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import io.entdb.store.TenantStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The weekly proof that backups can be restored. */
@Command(
    name = "drill",
    description = {
      "Restores tenants into a temporary folder, to the archive's end and to a random position"
          + " before it, verifies both, compares with the digests that checkpoints published, and"
          + " removes everything again.",
      "Leaves its result under drills/ in the bucket, where the snapshot-service shows it to"
          + " monitoring.",
      "Ends with exit code 1 when one could not be restored; standard output says which."
    })
final class DrillCommand extends Verb {
  @Option(names = "--tenant-id", description = "This tenant instead of one by lot.")
  private @Nullable String tenant;

  @Option(names = "--count", defaultValue = "1", description = "So many tenants, by lot.")
  private int count;

  @Option(names = "--all", description = "All tenants.")
  private boolean all;

  @Option(names = "--dry-run", description = "Only say which tenants would be restored.")
  private boolean dryRun;

  private final Random random = new Random();
  private final List<DrillResult.Failure> failures = new ArrayList<>();

  @Override
  public Integer call() throws CliException, ObjectStoreException {
    var backups = new Backups(objects());
    List<Place> places = places(backups);
    if (places.isEmpty()) {
      throw new CliException("there is nothing to restore: the bucket knows no tenant");
    }
    if (dryRun) {
      return sayPlaces(places);
    }
    long start = System.currentTimeMillis();
    List<Map<String, Object>> answers = new ArrayList<>();
    for (Place place : places) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("tenant", place.tenant().value());
      answer.put("partition", place.partition());
      drill(backups, place, answer);
      answers.add(answer);
    }
    long ended = System.currentTimeMillis();
    var result =
        new DrillResult(
            ended, ended - start, places.size() - failures.size(), failures.size(), failures);
    ObjectName left = new Drills(backups.objects).put(result);
    text("The result stands in %s.".formatted(left));
    json(Map.of("ok", result.isWell(), "drills", answers, "result", left.value()));
    return result.isWell() ? ALL_IS_WELL : SOMETHING_IS_WRONG;
  }

  private int sayPlaces(List<Place> places) {
    for (Place place : places) {
      text("Would restore tenant %s of partition %d.".formatted(place.tenant(), place.partition()));
    }
    text("Nothing was restored.");
    List<String> tenants = places.stream().map(place -> place.tenant().value()).toList();
    json(Map.of("done", false, "tenants", tenants));
    return ALL_IS_WELL;
  }

  private List<Place> places(Backups backups) throws CliException, ObjectStoreException {
    String named = tenant;
    if (named != null) {
      return List.of(backups.find(named));
    }
    List<Place> places = new ArrayList<>(backups.finder.all());
    Collections.shuffle(places, random);
    return all ? places : places.subList(0, Math.min(count, places.size()));
  }

  private void drill(Backups backups, Place place, Map<String, Object> answer) {
    try {
      Path folder = Files.createTempDirectory("entdb-drill");
      Path file = folder.resolve(place.tenant() + ".db");
      try (Progress progress = progress()) {
        long start = System.nanoTime();
        DigestBook digests = DigestBook.read(backups.checkpoints, place.partition());
        Restored newest =
            backups.restorer.restore(
                place, new RestoreTarget.ArchiveEnd(), file, digests, progress);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Restored earlier =
            backups.restorer.restore(place, earlier(backups, place), file, digests, progress);
        say(newest, earlier, took, answer);
      } finally {
        TenantStore.discard(file);
        Files.deleteIfExists(folder);
      }
    } catch (ObjectStoreException
        | StoreException
        | RestoreRefusedException
        | DigestDivergedException
        | IOException e) {
      text("tenant %s  FAILED: %s".formatted(place.tenant(), e.getMessage()));
      answer.put("ok", false);
      answer.put("reason", String.valueOf(e.getMessage()));
      failures.add(new DrillResult.Failure(place.tenant().value(), String.valueOf(e.getMessage())));
    }
  }

  /** A moment of the last days, as far as snapshots and archive reach back. */
  private RestoreTarget earlier(Backups backups, Place place) throws ObjectStoreException {
    Coverage coverage = backups.archive.coverage(place.partition());
    var ids = backups.snapshots.ids(place.tenant());
    long firstN = ids.isEmpty() ? coverage.throughN() : ids.getFirst().n();
    return new RestoreTarget.AtPosition(
        firstN + (long) (random.nextDouble() * (coverage.throughN() - firstN)));
  }

  private void say(Restored newest, Restored earlier, Duration took, Map<String, Object> answer) {
    text(
        "tenant %s  ok  at %d in %d ms: %d bytes, %d records replayed, %d digests of checkpoints agree; and at %d"
            .formatted(
                newest.report().state().tenant(),
                newest.report().state().n(),
                took.toMillis(),
                newest.report().bytes(),
                newest.records(),
                newest.compared(),
                earlier.report().state().n()));
    answer.put("ok", true);
    answer.put("last_n", newest.report().state().n());
    answer.put("took_ms", took.toMillis());
    answer.put("bytes", newest.report().bytes());
    answer.put("records", newest.records());
    answer.put("compared_digests", newest.compared());
    answer.put("digest", newest.report().state().digest());
    answer.put("earlier_n", earlier.report().state().n());
  }
}
