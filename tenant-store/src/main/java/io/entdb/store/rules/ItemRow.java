package io.entdb.store.rules;

import io.entdb.model.Principal;

/**
 * An item in a mailbox: word of a node.
 *
 * @param number from 1, in the order in which items came to this mailbox
 * @param createdAt unix ms of tenant time
 * @param marked whether it was marked read by itself
 */
public record ItemRow(Principal user, long number, String nodeId, long createdAt, boolean marked) {}
