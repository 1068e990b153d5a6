package io.entdb.gateway.commit;

import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.NodeId;
import io.entdb.model.TenantId;

/**
 * The ids of nodes that a client leaves open, derived from its key so that a retry names the same
 * nodes (ADR 0002 D4).
 */
public record NodeIds(TenantId tenant, IdempotencyKey key) {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  /** 26 characters of 5 bits: 130 bits, more than enough to never meet twice. */
  private static final int CHARS = 26;

  /** The id of the node that an operation makes. */
  public NodeId of(int operationIndex) {
    // No tenant id and no key holds a control character, so the parts cannot run into each other.
    byte[] hash = RequestHashes.sha256(tenant.value() + '\n' + key.value() + '\n' + operationIndex);
    var id = new StringBuilder("n_");
    int bits = 0;
    int buffer = 0;
    for (int i = 0; id.length() < CHARS + 2; i++) {
      buffer = ((buffer << 8) | (hash[i] & 0xff)) & 0xffff;
      bits += 8;
      while (bits >= 5 && id.length() < CHARS + 2) {
        bits -= 5;
        id.append(BASE32.charAt((buffer >> bits) & 31));
      }
    }
    return new NodeId(id.toString());
  }
}
