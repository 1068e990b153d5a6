package io.entdb.store.sqlite;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.record.Operation;
import io.entdb.model.record.WalRecord;
import io.entdb.store.rules.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Idempotency keys and ids of new nodes that a batch brings and the file does not hold: two
 * statements tell it for all of them, where each record would ask two of its own. What it does not
 * list may or may not be there. For one thread and one transaction.
 */
final class Absences {
  /** Below, asking one by one costs less. */
  private static final int WORTH_FROM = 8;

  private final Set<String> keys = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();

  /** Knows nothing. */
  static Absences unknown() {
    return new Absences();
  }

  /** What a batch brings that is not there. */
  static Absences of(Statements statements, List<WalRecord> batch) {
    var absences = new Absences();
    if (batch.size() < WORTH_FROM) {
      return absences;
    }
    for (WalRecord record : batch) {
      addPlain(absences.keys, record.idempotencyKey().value());
      for (Operation operation : record.operations()) {
        if (operation instanceof Operation.CreateNode create) {
          addPlain(absences.nodes, create.id().value());
        }
      }
    }
    removePresent(statements, "read/outcome_keys_among", absences.keys);
    removePresent(statements, "read/node_ids_among", absences.nodes);
    return absences;
  }

  /** Others would have to be escaped in JSON; they are rare, and asked for one by one. */
  private static void addPlain(Set<String> texts, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return;
      }
    }
    texts.add(text);
  }

  private static void removePresent(Statements statements, String name, Set<String> texts) {
    if (!texts.isEmpty()) {
      String json = "[\"" + String.join("\",\"", texts) + "\"]";
      texts.removeAll(Set.copyOf(statements.list(name, row -> row.getString(1), json)));
    }
  }

  boolean hasOutcome(IdempotencyKey key) {
    return keys.contains(key.value());
  }

  boolean hasNode(String id) {
    return nodes.contains(id);
  }

  /** Told of every change before the next record is decided. */
  void changed(Change change) {
    if (change instanceof Change.OfNode(var _, var after) && after != null) {
      nodes.remove(after.id());
    }
  }

  /** Told of every outcome before the next record is decided. */
  void stored(IdempotencyKey key) {
    keys.remove(key.value());
  }
}
