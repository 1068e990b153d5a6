package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageUnavailableException;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;

/** What stores are built from: images of checkpoints, and records of the log. Any thread calls. */
public interface TenantSources {
  /**
   * The newest checkpoint of a partition; empty = none was ever made.
   *
   * @throws SourceException when it cannot be told now
   */
  Optional<Manifest> newest(int partition) throws SourceException, InterruptedException;

  /**
   * The tenants that have records in a stretch that the log itself may no longer have, and perhaps
   * more.
   *
   * @throws SourceException when it cannot be told now, or when those records are gone for good
   */
  Set<TenantId> tenants(int partition, long fromN, long toN)
      throws SourceException, InterruptedException;

  /**
   * A tenant's records in a stretch of the log, as {@link WalRange#read}; also where the log no
   * longer has them, but the archive does.
   */
  <E extends Exception> void records(
      TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, InterruptedException, E;

  /**
   * Writes the image that a record names, whole or not at all, checked but for its digest.
   *
   * @throws ImageUnavailableException when it cannot be had now
   * @throws ImageDamagedException when what is there is not what the record names
   */
  void image(RebaseImage image, Path file) throws ImageUnavailableException, ImageDamagedException;

  /**
   * A checkpoint of a partition.
   *
   * @param n everything at or before is in the images and marks of its tenants
   * @param tenants all tenants of the partition that ever had a record at or before n
   */
  record Manifest(long n, Map<TenantId, Mark> tenants) {
    public Manifest {
      tenants = Map.copyOf(tenants);
    }
  }

  /**
   * What a checkpoint says of a tenant.
   *
   * @param image empty = none of its records was applied yet
   * @param lastRecordN n of its last record when the checkpoint was made
   * @param parkedN the record at which it stood still then; that one and later ones are not in
   *     {@code lastRecordN}
   */
  record Mark(Optional<Image> image, long lastRecordN, OptionalLong parkedN) {
    boolean isParked() {
      return parkedN.isPresent();
    }
  }

  /** A store's file as it once was. */
  interface Image {
    /** n of the last record in it. */
    long n();

    /** Size of the file. */
    long bytes();

    /** Digest of the state in it. */
    String digest();

    /**
     * Writes the file, whole or not at all as far as the caller can tell: a torn one does not open
     * or has another digest.
     *
     * @param bytesDone told how much is written so far
     * @throws GoneException when it is not there any more, or not as it was: the newest checkpoint
     *     may name another; otherwise go without it
     */
    void download(Path file, LongConsumer bytesDone)
        throws SourceException, GoneException, InterruptedException;
  }

  /** A source does not give what it should; try again, or go without it. */
  final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public SourceException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What is named is lost; trying again does not help. */
  final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    public GoneException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
