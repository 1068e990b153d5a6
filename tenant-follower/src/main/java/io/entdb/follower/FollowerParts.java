package io.entdb.follower;

import io.entdb.wal.consumer.WalExtent;
import java.time.InstantSource;

/**
 * What a follower works with. It closes none of them.
 *
 * @param extent how far the log reaches
 * @param sources where stores are built from
 */
public record FollowerParts(
    WalExtent extent, TenantSources sources, FollowerListener listener, InstantSource clock) {}
