package io.entdb.store;

import io.entdb.model.TenantId;
import io.entdb.model.record.FollowUp;

/**
 * A follow-up that waits for its delivery.
 *
 * @param number counts from 1 for each target
 */
public record OutboxRow(TenantId target, long number, FollowUp followUp) {}
