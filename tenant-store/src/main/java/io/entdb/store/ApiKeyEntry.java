package io.entdb.store;

import io.entdb.model.ApiKey;
import io.entdb.model.SecretHash;
import java.util.Optional;

/**
 * An API key in the directory.
 *
 * @param createdAt unix ms of tenant time
 * @param former a secret that was replaced and may still count; empty = none
 * @param revokedAt unix ms of tenant time; 0 = not revoked
 */
public record ApiKeyEntry(ApiKey key, long createdAt, Optional<Former> former, long revokedAt) {

  /**
   * A secret that was replaced.
   *
   * @param until unix ms from when on it no longer counts
   */
  public record Former(SecretHash hash, long until) {}

  /** Whether a secret opens it at a time, unix ms. */
  public boolean opens(String secret, long now) {
    if (revokedAt != 0 || (key.expiresAt() != 0 && key.expiresAt() <= now)) {
      return false;
    }
    return key.hash().isOf(secret)
        || former.filter(it -> now < it.until() && it.hash().isOf(secret)).isPresent();
  }
}
