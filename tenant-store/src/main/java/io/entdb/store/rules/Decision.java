package io.entdb.store.rules;

import io.entdb.model.record.Outcome;
import java.util.List;

/** What the rules say of a record. */
public sealed interface Decision {
  Outcome outcome();

  /** The record counts: its outcome is kept under its key, its changes are carried out. */
  record Fresh(Outcome outcome, List<Change> changes) implements Decision {
    public Fresh {
      changes = List.copyOf(changes);
    }
  }

  /** The record repeats one whose outcome is kept. Nothing changes. */
  record Repeated(Outcome outcome) implements Decision {}

  /** The record is turned away without a trace: its key belongs to another, or its life is over. */
  record TurnedAway(Outcome outcome) implements Decision {}
}
