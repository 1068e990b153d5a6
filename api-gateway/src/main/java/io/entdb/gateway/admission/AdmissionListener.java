package io.entdb.gateway.admission;

/** Told of requests that were turned away. Callable from any thread. */
public interface AdmissionListener {
  /**
   * A credential was refused.
   *
   * @param detail what may be logged: a key's id, a claim's name; never the credential
   */
  void refused(RefusedCredential why, String source, String detail);

  /**
   * Too many requests came.
   *
   * @param bucket {@code tenant} or {@code actor}
   */
  void limited(String bucket);
}
