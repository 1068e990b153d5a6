package io.entdb.backup.archive;

import io.entdb.model.WalPosition;

/**
 * How far the archive of a partition reaches.
 *
 * @param firstN the first n it holds; later records may be missing where it declares a gap
 * @param throughN the last n it holds; {@link WalPosition#BEFORE_FIRST} = it holds nothing
 * @param timeMs every record with an earlier broker time is in it, unix ms; the least number =
 *     nothing is known
 */
public record Coverage(long firstN, long throughN, long timeMs) {
  static final Coverage NONE = new Coverage(0, WalPosition.BEFORE_FIRST, Long.MIN_VALUE);
}
