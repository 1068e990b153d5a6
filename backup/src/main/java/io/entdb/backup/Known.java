package io.entdb.backup;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is on S3 that an upload may build on.
 *
 * @param named objects that nobody collects before the upload is published
 * @param bases for the chunks of the file, in order, whole ones among {@code named} that patches
 *     may be made of; there may be fewer or more than the file has chunks
 */
record Known(Set<String> named, List<String> bases) {
  /** Nothing is known. */
  static final Known NOTHING = new Known(Set.of(), List.of());

  /** Chunks to be used again as they are. */
  static Known chunks(Set<String> named) {
    return new Known(named, List.of());
  }

  /** An earlier image of the same file, to be used again and to make patches of. */
  static Known image(ImageRef earlier, int chunkBytes) {
    List<String> bases =
        earlier.chunks().stream().map(chunk -> ChunkNames.baseOf(chunk).orElse(chunk)).toList();
    return new Known(earlier.objects(), earlier.chunkBytes() == chunkBytes ? bases : List.of());
  }

  /** What a patch of a chunk may be made of. */
  Optional<String> base(int index) {
    return index < bases.size() ? Optional.of(bases.get(index)) : Optional.empty();
  }
}
