package io.entdb.archiver.copy;

import io.entdb.archiver.copy.StartFinder.Start;
import java.lang.System.Logger.Level;

/** Says what becomes of partitions, to people and to a listener. For one thread. */
final class CopyNews {
  private static final System.Logger LOG = System.getLogger(CopyNews.class.getName());

  private final CopyListener listener;
  private boolean unreadable;

  CopyNews(CopyListener listener) {
    this.listener = listener;
  }

  void begins(int partition, Start start) {
    LOG.log(
        Level.INFO,
        start.isAgain()
            ? "partition %d is archived through %d; copying again from %d through %d"
                .formatted(partition, start.archived().throughN(), start.nextN(), start.lastN())
            : "partition %d is archived through %d; copying from %d"
                .formatted(partition, start.archived().throughN(), start.nextN()));
  }

  void lost(int partition, long records, long beginningN) {
    LOG.log(
        Level.ERROR,
        "partition %d: the log lost %d records before they were archived, up to %d"
            .formatted(partition, records, beginningN - 1));
    listener.lost(partition, records);
  }

  void overtaken(int partition, long firstN) {
    LOG.log(
        Level.WARNING,
        "partition %d: another archiver wrote at %d first".formatted(partition, firstN));
    listener.overtaken(partition);
  }

  void missing(int partition, long throughN) {
    LOG.log(
        Level.ERROR,
        "partition %d was archived through %d, but objects of that are gone; looking again where its archive ends"
            .formatted(partition, throughN));
    listener.missing(partition);
  }

  void missing(int partition, Start again) {
    LOG.log(
        Level.ERROR,
        "partition %d: records %d to %d were archived, but objects of that are gone; archiving again what the log has of them"
            .formatted(partition, again.nextN(), again.lastN()));
    listener.missing(partition);
  }

  void failed(int partition, long waitMs, Exception why) {
    LOG.log(
        Level.WARNING,
        "partition %d: archiving failed, next try in %d ms: %s"
            .formatted(partition, waitMs, why.getMessage()));
    listener.failed(partition, String.valueOf(why.getMessage()));
  }

  void stopped(int partition, String reason) {
    LOG.log(Level.ERROR, "partition " + partition + " is not archived any further: " + reason);
    listener.stopped(partition, reason);
  }

  void unmarked(int partition, Exception why) {
    LOG.log(Level.WARNING, "no mark of partition " + partition, why);
  }

  void endUnknown(Exception why) {
    LOG.log(Level.DEBUG, "cannot tell how far the log reaches", why);
  }

  /** Warns once of a log that stays away. */
  void unreadable(Exception why) {
    LOG.log(unreadable ? Level.DEBUG : Level.WARNING, "the log cannot be read", why);
    unreadable = true;
  }

  void readable() {
    unreadable = false;
  }
}
