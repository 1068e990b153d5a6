package io.entdb.snapshotter.make;

import io.entdb.backup.DrillResult;
import io.entdb.backup.Drills;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the last drills came to, as they left it on S3: this service makes none, it shows them. One
 * thread looks, any may ask.
 */
public final class DrillWatch {
  private static final System.Logger LOG = System.getLogger(DrillWatch.class.getName());

  private final Drills drills;
  private final LogEpochs epochs;
  private final InstantSource clock;
  private volatile long wellMs = Long.MAX_VALUE;
  private volatile Optional<DrillResult> newest = Optional.empty();
  private Optional<ObjectName> seen = Optional.empty();

  DrillWatch(ObjectStore objects, InstantSource clock) {
    this.drills = new Drills(objects);
    this.epochs = new LogEpochs(objects, clock);
    this.clock = clock;
  }

  /** Reads what is new. */
  void look() throws ObjectStoreException {
    Optional<ObjectName> now = drills.newestName();
    if (wellMs != Long.MAX_VALUE && now.equals(seen)) {
      return;
    }
    newest = drills.newest();
    wellMs =
        drills.newestWell().map(DrillResult::endedMs).or(this::beginningMs).orElse(Long.MAX_VALUE);
    seen = now;
    newest
        .filter(result -> !result.isWell())
        .ifPresent(it -> LOG.log(Level.ERROR, "a drill could not restore everything: " + it));
  }

  /** A system that has never had a drill is as old as its log. */
  private Optional<Long> beginningMs() {
    try {
      return epochs.all().stream().findFirst().map(epoch -> epoch.createdAt().toEpochMilli());
    } catch (ObjectStoreException e) {
      return Optional.empty();
    }
  }

  /** Removes results from before a time; how many. */
  int removeBefore(Instant time) throws ObjectStoreException {
    return drills.removeBefore(time);
  }

  /**
   * Since the last drill that restored everything it tried; where there was none, since the log
   * began; before there is a log, nothing.
   */
  public Duration age() {
    return Duration.ofMillis(Math.max(0, clock.millis() - wellMs));
  }

  /** How many tenants the last drill could not restore. */
  public int failed() {
    return newest.map(DrillResult::failed).orElse(0);
  }
}
