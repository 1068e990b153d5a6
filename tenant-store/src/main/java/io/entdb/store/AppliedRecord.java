package io.entdb.store;

import io.entdb.model.WalPosition;
import io.entdb.model.record.Outcome;

/**
 * What applying a record came to.
 *
 * @param duplicate the record repeats an earlier one, whose outcome this is
 */
public record AppliedRecord(WalPosition position, Outcome outcome, boolean duplicate) {}
