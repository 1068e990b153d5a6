package io.entdb.model.record;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import java.util.List;

/**
 * A record of the log, decoded.
 *
 * @param rulesVersion which rules decide it
 * @param incarnation the life of the tenant it is for: n of its CreateTenant record
 * @param requestHash 32 bytes; equal for equal requests of one actor
 * @param schemaFingerprint what the client believed the schema to be; empty = it did not say
 */
public record WalRecord(
    int rulesVersion,
    TenantId tenant,
    long incarnation,
    Principal actor,
    Authority authority,
    IdempotencyKey idempotencyKey,
    RequestHash requestHash,
    String schemaFingerprint,
    List<Operation> operations) {
  public WalRecord {
    operations = List.copyOf(operations);
  }
}
