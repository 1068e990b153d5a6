package io.entdb.store.sqlite;

import io.entdb.model.record.RebaseImage;
import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageSource;
import io.entdb.store.ImageUnavailableException;
import io.entdb.store.StoreException;
import io.entdb.store.StoreReport;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The image that a batch of records works with: fetched when first asked for, and verified. */
final class OpenImages implements AutoCloseable {
  /** Those of a batch that names none. */
  static final OpenImages NONE = new OpenImages(ImageSource.NONE);

  private final ImageSource source;
  private @Nullable RebaseImage open;
  private @Nullable Statements statements;

  OpenImages(ImageSource source) {
    this.source = source;
  }

  /** Reads an image. */
  Statements of(RebaseImage image) {
    Statements present = statements;
    if (present != null && image.equals(open)) {
      return present;
    }
    close();
    try {
      Path file = source.fetch(image);
      Connections.bringUp(file);
      verify(image, file);
      Statements opened = Connections.immutable(file);
      open = image;
      statements = opened;
      return opened;
    } catch (ImageUnavailableException e) {
      throw new ImageFailure(e);
    } catch (ImageDamagedException e) {
      throw new ImageFailure(e);
    } catch (StoreException e) {
      throw new ImageFailure(new ImageDamagedException(String.valueOf(e.getMessage()), e));
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private static void verify(RebaseImage image, Path file)
      throws StoreException, ImageDamagedException {
    StoreReport report = FileAudit.of(file);
    if (!report.isSound() || !report.recomputedDigest().equals(image.digest())) {
      throw new ImageDamagedException(
          "image %s has digest %s, the record names %s; %s"
              .formatted(
                  image.name(),
                  report.recomputedDigest(),
                  image.digest(),
                  String.join("; ", report.problems())));
    }
  }

  @Override
  public void close() {
    Statements present = statements;
    statements = null;
    open = null;
    if (present != null) {
      try {
        present.close();
      } catch (SQLException e) {
        throw new SqlFailure(e);
      }
    }
  }
}
