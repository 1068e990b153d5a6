package io.entdb.model.schema;

import java.util.ArrayList;
import java.util.List;

/** Collects differences; a part of {@link SchemaCompatibility}. */
final class Changes {
  private final List<SchemaChange> list = new ArrayList<>();

  List<SchemaChange> list() {
    return List.copyOf(list);
  }

  void add(String code, String path, boolean breaking, String text) {
    list.add(new SchemaChange(code, path, breaking, text));
  }

  /** A setting that may change freely. */
  void safe(String code, String path, Object old, Object next) {
    if (!old.equals(next)) {
      add(code, path, false, "goes from " + old + " to " + next);
    }
  }

  /** A setting that may not change. */
  void breaking(String code, String path, Object old, Object next) {
    if (!old.equals(next)) {
      add(code, path, true, "goes from " + old + " to " + next);
    }
  }

  /** A constraint that may be dropped but not put on data that is there. */
  void tightened(String code, String path, boolean old, boolean next) {
    if (!old && next) {
      add(code + "_ADDED", path, true, "data that is there may not meet it");
    } else if (old && !next) {
      add(code + "_REMOVED", path, false, "no longer demanded");
    }
  }

  void policy(String path, DataPolicy old, DataPolicy next) {
    if (next.compareTo(old) < 0) {
      add("DATA_POLICY_LOOSENED", path, true, "goes from " + old.word() + " to " + next.word());
    } else if (next.compareTo(old) > 0) {
      add("DATA_POLICY_TIGHTENED", path, false, "goes from " + old.word() + " to " + next.word());
    }
  }

  void removed(String noun, String path, boolean reserved) {
    String text = reserved ? "its id is reserved now" : "its id is not on the reserved list";
    add(noun + "_REMOVED", path, !reserved, text);
  }

  void added(String noun, String path, boolean wasReserved) {
    if (wasReserved) {
      add(noun + "_RESERVED_ID_REUSED", path, true, "its id was reserved: it had another meaning");
    } else {
      add(noun + "_ADDED", path, false, "is new");
    }
  }

  /** Reserved lists only grow: an id that left the list could be used again unnoticed later. */
  void reserved(String path, String noun, List<Integer> old, List<Integer> next) {
    for (int id : old) {
      if (!next.contains(id)) {
        add("RESERVED_" + noun + "_RELEASED", path, true, "id " + id + " left the reserved list");
      }
    }
    for (int id : next) {
      if (!old.contains(id)) {
        add("RESERVED_" + noun + "_ADDED", path, false, "id " + id + " is reserved now");
      }
    }
  }
}
