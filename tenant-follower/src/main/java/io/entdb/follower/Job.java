package io.entdb.follower;

/** A piece of slow work: building a store, opening a partition. */
interface Job {
  /** What it came to. */
  sealed interface Result {
    Result DONE = new Done();

    record Done() implements Result {}

    /** It is to be tried again after so many milliseconds. */
    record Again(long afterMs) implements Result {}
  }

  Result run() throws InterruptedException;
}
