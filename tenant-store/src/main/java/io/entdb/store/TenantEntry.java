package io.entdb.store;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;

/**
 * A tenant as the directory knows it.
 *
 * @param incarnation this life of it: n of the record that created it
 * @param partition where it lives for ever
 * @param logStart no record of it stands before this n in its partition
 * @param createdAt unix ms of the directory's time
 */
public record TenantEntry(
    TenantId tenant,
    long incarnation,
    String name,
    Principal owner,
    int partition,
    long logStart,
    long createdAt) {}
