package io.entdb.backup.restore;

import io.entdb.store.PinnedFile;
import io.entdb.store.StoreReport;
import io.entdb.store.StoreState;
import java.nio.file.Path;

/**
 * A store's file that nobody has open, to be uploaded as it is.
 *
 * @param path its owner does not touch it while this is used
 * @param report what was found in it
 */
public record ClosedFile(Path path, StoreReport report) implements PinnedFile {
  @Override
  public long bytes() {
    return report.bytes();
  }

  @Override
  public StoreState state() {
    return report.state();
  }

  @Override
  public void close() {}
}
