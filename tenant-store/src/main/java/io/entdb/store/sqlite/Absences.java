package io.entdb.store.sqlite;

import io.entdb.model.IdempotencyKey;
import io.entdb.model.record.Operation;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.Schema;
import io.entdb.store.rules.Change;
import io.entdb.store.rules.UniqueKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Idempotency keys, ids and unique keys of new nodes that a batch brings and the file does not
 * hold: a few statements tell it for all of them, where each record would ask three of its own.
 * What it does not list may or may not be there. For one thread and one transaction.
 */
final class Absences {
  /** Below, asking one by one costs less. */
  private static final int WORTH_FROM = 8;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final Set<String> keys = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();
  private final Set<UniqueKey> uniqueKeys = new HashSet<>();

  /** What unique keys are told apart by in the file, besides their bytes. */
  private record Constraint(int typeId, String fields) {}

  /** Knows nothing. */
  static Absences unknown() {
    return new Absences();
  }

  /** What a batch brings that is not there. */
  static Absences of(Statements statements, List<WalRecord> batch, Schema schema) {
    var absences = new Absences();
    if (batch.size() < WORTH_FROM) {
      return absences;
    }
    for (WalRecord record : batch) {
      addPlain(absences.keys, record.idempotencyKey().value());
      for (Operation operation : record.operations()) {
        if (operation instanceof Operation.CreateNode create) {
          addPlain(absences.nodes, create.id().value());
          schema
              .nodeType(create.typeId())
              .ifPresent(type -> absences.uniqueKeys.addAll(UniqueKey.of(type, create.payload())));
        }
      }
    }
    removePresent(statements, "read/outcome_keys_among", absences.keys);
    removePresent(statements, "read/node_ids_among", absences.nodes);
    absences.removePresentKeys(statements);
    return absences;
  }

  private void removePresentKeys(Statements statements) {
    Map<Constraint, Map<String, UniqueKey>> byConstraint = new HashMap<>();
    for (UniqueKey key : uniqueKeys) {
      byConstraint
          .computeIfAbsent(new Constraint(key.typeId(), key.constraint()), _ -> new HashMap<>())
          .put(HEX.formatHex(key.bytes()), key);
    }
    byConstraint.forEach(
        (constraint, keysByHex) ->
            statements
                .list(
                    "read/keys_among",
                    row -> row.getString(1),
                    constraint.typeId(),
                    constraint.fields(),
                    json(keysByHex.keySet()))
                .forEach(hex -> uniqueKeys.remove(keysByHex.get(hex))));
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
      texts.removeAll(Set.copyOf(statements.list(name, row -> row.getString(1), json(texts))));
    }
  }

  private static String json(Set<String> plain) {
    return "[\"" + String.join("\",\"", plain) + "\"]";
  }

  boolean lacksOutcome(IdempotencyKey key) {
    return keys.contains(key.value());
  }

  boolean lacksNode(String id) {
    return nodes.contains(id);
  }

  boolean lacksHolder(UniqueKey key) {
    return uniqueKeys.contains(key);
  }

  /** Told of every change before the next record is decided. */
  void changed(Change change) {
    if (change instanceof Change.OfNode(var _, var after) && after != null) {
      nodes.remove(after.id());
    } else if (change instanceof Change.OfKey(var key, var _)) {
      uniqueKeys.remove(key);
    }
  }

  /** Told of every outcome before the next record is decided. */
  void stored(IdempotencyKey key) {
    keys.remove(key.value());
  }
}
