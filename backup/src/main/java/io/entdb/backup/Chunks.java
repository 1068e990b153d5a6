package io.entdb.backup;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.util.Arrays;

/** Chunks of an image: how a file is cut, and how a chunk is packed and checked. */
final class Chunks {
  /** Small enough that a scattered change costs little, large enough for one request each. */
  static final int CHUNK_BYTES = 1024 * 1024;

  /** zstd's own default: 400 MB/s, and SQLite pages become a third. */
  private static final int LEVEL = 3;

  private Chunks() {}

  static byte[] pack(byte[] bytes, int length) {
    return Zstd.compress(length == bytes.length ? bytes : Arrays.copyOf(bytes, length), LEVEL);
  }

  /** The bytes of a chunk whose object holds {@code packed}. */
  static byte[] unpack(ObjectName name, byte[] packed, int length) throws ObjectCorruptException {
    var bytes = new byte[length];
    long unpacked;
    try {
      unpacked = Zstd.decompressByteArray(bytes, 0, length, packed, 0, packed.length);
    } catch (ZstdException e) {
      throw new ObjectCorruptException(name, "it can't be unpacked: " + e.getMessage(), e);
    }
    String sha256 = Sha256.hex(bytes, length);
    if (unpacked != length || !sha256.equals(CheckpointNames.sha256Of(name.lastPart()))) {
      throw new ObjectCorruptException(
          name, "%d of %d bytes with SHA-256 %s".formatted(unpacked, length, sha256));
    }
    return bytes;
  }

  /** How many bytes of an image a chunk holds. */
  static int length(ImageRef image, int index) {
    return (int) Math.min(image.chunkBytes(), image.bytes() - (long) index * image.chunkBytes());
  }
}
