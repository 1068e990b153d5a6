package io.entdb.backup;

import io.entdb.model.TenantId;
import java.util.Optional;

/**
 * Where a tenant stood when a checkpoint was taken.
 *
 * @param incarnation the life of the tenant; 0 = not opened yet
 * @param image where to start from; empty = from the tenant's first record
 * @param lastRecordN the tenant's last applied record; {@code -1} = none
 * @param digest the state's digest at that record, 64 hex digits
 * @param tenantTime unix ms at that record
 * @param parked present = records from there on are not applied
 */
public record TenantCheckpoint(
    TenantId tenant,
    long incarnation,
    Optional<ImageRef> image,
    long lastRecordN,
    String digest,
    long tenantTime,
    Optional<ParkedAt> parked) {}
