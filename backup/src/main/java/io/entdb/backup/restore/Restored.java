package io.entdb.backup.restore;

import io.entdb.backup.SnapshotManifest;
import io.entdb.store.StoreReport;
import java.util.Optional;

/**
 * What a restore came to. The file is verified.
 *
 * @param base what it began with; empty = the tenant's first record
 * @param throughN all records of the tenant up to here are in it, and none after
 * @param records how many were replayed
 * @param compared how many checkpoints' digests the replay agreed with
 */
public record Restored(
    Optional<SnapshotManifest> base,
    int partition,
    long throughN,
    long records,
    int compared,
    StoreReport report) {}
