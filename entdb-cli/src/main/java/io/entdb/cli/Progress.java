package io.entdb.cli;

import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.restore.RestoreListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** One line on the terminal that shows how far long work is; nothing where there is no terminal. */
final class Progress implements RestoreListener, AutoCloseable {
  private static final int WIDTH = 30;
  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintWriter out;
  private final boolean shown;
  private long shownNanos;
  private int length;

  private Progress(PrintWriter out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  /** Shown on a terminal, unless the answer is for a machine. */
  static Progress on(PrintWriter out, boolean quiet) {
    boolean isTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Progress(out, !quiet && isTerminal);
  }

  void show(String what, long done, long of) {
    long now = System.nanoTime();
    if (!shown || (done < of && now - shownNanos < INTERVAL_NANOS)) {
      return;
    }
    shownNanos = now;
    double share = of <= 0 ? 1 : Math.min(1, Math.max(0, (double) done / of));
    int full = (int) (share * WIDTH);
    print(
        String.format(
            Locale.ROOT,
            "%-12s [%s%s] %3d %%",
            what,
            "#".repeat(full),
            " ".repeat(WIDTH - full),
            (int) (share * 100)));
  }

  private void print(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
    out.flush();
    length = line.length();
  }

  @Override
  public void begins(Optional<SnapshotManifest> base) {
    shownNanos = 0;
  }

  @Override
  public void downloaded(long bytes, long of) {
    show("snapshot", bytes, of);
  }

  @Override
  public void replayed(long n, long of) {
    show("archive", n, of);
  }

  @Override
  public void verifies() {
    show("verifying", 1, 1);
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (length > 0) {
      print("");
      out.print("\r");
      out.flush();
    }
  }
}
