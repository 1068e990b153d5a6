package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.store.PinnedFile;
import io.entdb.store.StoreState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Any file, as if a store had pinned it at a position. */
record PlainPinnedFile(Path path, StoreState state) implements PinnedFile {
  static PlainPinnedFile of(Path path, TenantId tenant, int partition, long n) {
    return new PlainPinnedFile(
        path,
        new StoreState(
            tenant,
            1,
            Optional.of(new WalPosition(partition, n)),
            -1,
            n,
            "ab".repeat(32),
            "",
            StoreState.Work.NONE));
  }

  @Override
  public long bytes() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
