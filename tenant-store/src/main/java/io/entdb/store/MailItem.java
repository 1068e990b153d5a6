package io.entdb.store;

import io.entdb.model.NodeId;

/**
 * An item of a mailbox as its reader sees it.
 *
 * @param number from 1, in the order in which items came to this mailbox
 * @param preview the beginning of the node's searchable text, else of its first text
 * @param createdAt unix ms of tenant time
 */
public record MailItem(
    long number, NodeId node, int typeId, String preview, boolean read, long createdAt) {}
