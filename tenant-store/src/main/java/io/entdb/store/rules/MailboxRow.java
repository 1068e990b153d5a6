package io.entdb.store.rules;

import io.entdb.model.Principal;

/**
 * A user's mailbox. There from its first item on.
 *
 * @param delivered number of the youngest item that ever came
 * @param readThrough items up to this number are read
 */
public record MailboxRow(Principal user, long delivered, long readThrough) {}
