package io.entdb.store;

import io.entdb.model.record.RebaseImage;
import java.nio.file.Path;

/** Gives the images that records name (ADR 0017). Called by the thread that applies them. */
@FunctionalInterface
public interface ImageSource {
  /** Has none at hand: whoever applies a record that needs one is told to come back with more. */
  ImageSource NONE =
      image -> {
        throw new ImageUnavailableException("image " + image.name() + " has to be fetched first");
      };

  /**
   * The image as a closed file of a store, for nobody else's use until the call that applies
   * returns; the giver removes it then. Its digest is verified by the taker.
   *
   * @throws ImageUnavailableException when it cannot be had now
   * @throws ImageDamagedException when what is there is not what the record names
   */
  Path fetch(RebaseImage image) throws ImageUnavailableException, ImageDamagedException;
}
