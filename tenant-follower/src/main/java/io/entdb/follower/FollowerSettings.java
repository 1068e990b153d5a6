package io.entdb.follower;

import java.nio.file.Path;
import java.time.Duration;

/** Budgets and intervals of a follower. */
public interface FollowerSettings {
  /** Where the tenants' files are; this process's alone. */
  Path dataDir();

  /** Threads that apply records; a tenant is always applied by the same. 1 or more. */
  int lanes();

  /** Stores built at the same time. 1 or more. */
  int hydrators();

  /** Most stores open at the same time, readers' connections and all; the rest is closed. */
  int openStoresMax();

  /** Most bytes of tenants' files; beyond it those least recently asked for are dropped. */
  long diskBytesMax();

  /** Page cache of a store's writing connection, KiB. */
  int writerCacheKib();

  /** Page cache of each of a store's reading connections, KiB. */
  int readerCacheKib();

  /** Most reading connections of a store. */
  int readersMax();

  /** How often the position that a restart begins from is written. */
  Duration followedInterval();

  /** How often the brokers are asked how far the log reaches and how many partitions it has. */
  Duration extentInterval();

  /** How old a checkpoint manifest may be when a store is built from it. */
  Duration manifestAgeMax();
}
