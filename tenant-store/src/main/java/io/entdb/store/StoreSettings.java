package io.entdb.store;

/**
 * How much memory one open store may use.
 *
 * @param writerCacheKib page cache of the writing connection, KiB
 * @param readerCacheKib page cache of each reading connection, KiB
 * @param readersMax most reading connections kept open
 */
public record StoreSettings(int writerCacheKib, int readerCacheKib, int readersMax) {
  public static final StoreSettings DEFAULT = new StoreSettings(2_048, 1_024, 4);
}
