package io.entdb.backup.restore;

/**
 * Two ways to one state came to different ones: a snapshot with the archive, and what an applier
 * published. A person must look before either is trusted.
 */
public final class DigestDivergedException extends Exception {
  private static final long serialVersionUID = 1L;

  public DigestDivergedException(String message) {
    super(message);
  }
}
