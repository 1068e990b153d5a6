package io.entdb.backup;

/** Hears how far a transfer is. Called often, on the transferring thread: must be quick. */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = (done, total) -> {};

  void progress(long bytesDone, long bytesTotal);
}
