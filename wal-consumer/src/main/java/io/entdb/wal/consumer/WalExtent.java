package io.entdb.wal.consumer;

import java.util.Collection;
import java.util.Map;

/** How far the log reaches, asked of the brokers at each call. Any thread may call. */
public interface WalExtent {
  /** How many partitions there are, numbered from 0. Never falls. */
  int partitionCount() throws WalUnavailableException;

  /** n that the next record of each partition will get; the last record stands before it. */
  Map<Integer, Long> endN(Collection<Integer> partitions) throws WalUnavailableException;

  /** n of the oldest record that each partition still holds; its end when it holds none. */
  Map<Integer, Long> beginningN(Collection<Integer> partitions) throws WalUnavailableException;
}
