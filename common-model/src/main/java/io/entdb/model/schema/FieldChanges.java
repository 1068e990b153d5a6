package io.entdb.model.schema;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed among the fields of one type; a part of {@link SchemaCompatibility}.
 *
 * @param noun {@code FIELD} or {@code PROP}, as codes begin
 * @param pathStart the path up to the field id
 */
record FieldChanges(String noun, String pathStart, Changes out) {
  void compare(
      List<FieldDef> old, List<Integer> oldReserved, List<FieldDef> next, List<Integer> reserved) {
    TreeMap<Integer, FieldDef> before = byId(old);
    TreeMap<Integer, FieldDef> after = byId(next);
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    for (int id : ids) {
      FieldDef was = before.get(id);
      FieldDef is = after.get(id);
      String path = pathStart + id;
      if (is == null) {
        out.removed(noun, path, reserved.contains(id));
      } else if (was == null) {
        out.added(noun, path, oldReserved.contains(id));
      } else {
        field(path, was, is);
      }
    }
  }

  private static TreeMap<Integer, FieldDef> byId(List<FieldDef> fields) {
    var map = new TreeMap<Integer, FieldDef>();
    fields.forEach(field -> map.put(field.fieldId(), field));
    return map;
  }

  private void field(String path, FieldDef old, FieldDef next) {
    out.safe(noun + "_RENAMED", path, old.name(), next.name());
    out.breaking(noun + "_KIND_CHANGED", path, old.kind().word(), next.kind().word());
    if (old.kind() == next.kind()) {
      enumValues(path, old.enumValues(), next.enumValues());
      out.breaking(noun + "_REF_CHANGED", path, old.refTypeId(), next.refTypeId());
    }
    out.tightened(noun + "_REQUIRED", path, old.required(), next.required());
    out.tightened(noun + "_UNIQUE", path, old.unique(), next.unique());
    out.safe(noun + "_DEFAULT_CHANGED", path, old.defaultJson(), next.defaultJson());
    out.safe(noun + "_INDEXED_CHANGED", path, old.indexed(), next.indexed());
    out.safe(noun + "_SEARCHABLE_CHANGED", path, old.searchable(), next.searchable());
    out.safe(noun + "_PII_CHANGED", path, old.pii(), next.pii());
    out.safe(noun + "_DEPRECATED_CHANGED", path, old.deprecated(), next.deprecated());
    out.safe(noun + "_DESCRIPTION_CHANGED", path, old.description(), next.description());
  }

  private void enumValues(String path, List<String> old, List<String> next) {
    List<String> removed = old.stream().filter(value -> !next.contains(value)).toList();
    List<String> added = next.stream().filter(value -> !old.contains(value)).toList();
    if (!removed.isEmpty()) {
      out.add(noun + "_ENUM_VALUE_REMOVED", path, true, "enum values are gone: " + removed);
    }
    if (!added.isEmpty()) {
      out.add(noun + "_ENUM_VALUE_ADDED", path, false, "enum values were added: " + added);
    }
    List<String> keptOld = old.stream().filter(next::contains).toList();
    List<String> keptNext = next.stream().filter(old::contains).toList();
    if (!keptOld.equals(keptNext)) {
      out.add(
          noun + "_ENUM_REORDERED",
          path,
          true,
          "enum values go from " + keptOld + " to " + keptNext);
    }
  }
}
