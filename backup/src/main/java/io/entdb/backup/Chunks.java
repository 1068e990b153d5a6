package io.entdb.backup;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.util.Arrays;
import java.util.Optional;

/** Chunks of an image: how a file is cut, and how a chunk is packed, patched and checked. */
final class Chunks {
  /** Small enough that a local change costs little, large enough for one request each. */
  static final int CHUNK_BYTES = 1024 * 1024;

  /**
   * zstd's own default: 400 MB/s, and SQLite pages become a third. Its window and tables hold a
   * base and a chunk, so that a patch of 1 MiB with 3 changed pages takes 2 ms and 9 KB. Faster
   * levels find nothing in a base, and slower ones less.
   */
  private static final int LEVEL = 3;

  private Chunks() {}

  static byte[] pack(byte[] bytes) {
    return Zstd.compress(bytes, LEVEL);
  }

  /**
   * What makes a chunk of a base.
   *
   * @return empty = it would take more than {@code bytesMax}
   */
  static Optional<byte[]> patch(byte[] bytes, byte[] base, int bytesMax) {
    var patch = new byte[bytesMax];
    try {
      long length = Zstd.compressUsingDict(patch, 0, bytes, 0, bytes.length, base, LEVEL);
      return Optional.of(Arrays.copyOf(patch, Math.toIntExact(length)));
    } catch (ZstdException e) {
      return Optional.empty(); // No room, or a base that begins as a dictionary of zstd's does.
    }
  }

  /** The bytes of a whole chunk whose object holds {@code packed}. */
  static byte[] unpack(ObjectName name, byte[] packed, int length) throws ObjectCorruptException {
    return unpack(
        name,
        length,
        length,
        bytes -> Zstd.decompressByteArray(bytes, 0, length, packed, 0, packed.length));
  }

  /**
   * As {@link #unpack(ObjectName, byte[], int)}, for a chunk that another image was made of.
   *
   * @param lengthMax the last chunk of that image may have been shorter
   */
  static byte[] unpackBase(ObjectName name, byte[] packed, int lengthMax)
      throws ObjectCorruptException {
    return unpack(
        name,
        0,
        lengthMax,
        bytes -> Zstd.decompressByteArray(bytes, 0, lengthMax, packed, 0, packed.length));
  }

  /** The bytes of a chunk whose object holds a patch of a base. */
  static byte[] unpackPatch(ObjectName name, byte[] patch, byte[] base, int length)
      throws ObjectCorruptException {
    return unpack(
        name,
        length,
        length,
        bytes -> Zstd.decompressUsingDict(bytes, 0, patch, 0, patch.length, base));
  }

  private interface Unpacking {
    long into(byte[] bytes);
  }

  private static byte[] unpack(ObjectName name, int lengthMin, int lengthMax, Unpacking unpacking)
      throws ObjectCorruptException {
    var bytes = new byte[lengthMax];
    int unpacked;
    try {
      unpacked = Math.toIntExact(unpacking.into(bytes));
    } catch (ZstdException e) {
      throw new ObjectCorruptException(name, "it can't be unpacked: " + e.getMessage(), e);
    }
    String sha256 = Sha256.hex(bytes, unpacked);
    if (unpacked < lengthMin || !sha256.equals(ChunkNames.sha256Of(name.lastPart()))) {
      throw new ObjectCorruptException(
          name, "%d of %d bytes with SHA-256 %s".formatted(unpacked, lengthMax, sha256));
    }
    return unpacked == lengthMax ? bytes : Arrays.copyOf(bytes, unpacked);
  }

  /** How many bytes of an image a chunk holds. */
  static int length(ImageRef image, int index) {
    return (int) Math.min(image.chunkBytes(), image.bytes() - (long) index * image.chunkBytes());
  }
}
