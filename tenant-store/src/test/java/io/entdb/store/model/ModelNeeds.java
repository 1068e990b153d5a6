package io.entdb.store.model;

import io.entdb.model.CoreCapability;
import io.entdb.model.Payload;
import io.entdb.model.Value;
import io.entdb.model.schema.CapabilityImplication;
import io.entdb.model.schema.CapabilityMapping;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.GuardedOperation;
import io.entdb.model.schema.Requirement;
import io.entdb.store.Shop;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which capabilities the workload's types ask for: as its schema says it, and in plain words. */
final class ModelNeeds {
  /** Extension capabilities of persons, and of items. */
  static final int X = 7;

  static final int Y = 8;

  static final CapabilityRules PERSONS =
      new CapabilityRules(
          List.of(
              new CapabilityMapping(
                  GuardedOperation.UPDATE_NODE,
                  Shop.AGE,
                  Optional.empty(),
                  0,
                  new Requirement(Optional.of(CoreCapability.EDIT), X)),
              new CapabilityMapping(
                  GuardedOperation.UPDATE_NODE,
                  Shop.STATE,
                  Optional.of("old"),
                  0,
                  Requirement.of(CoreCapability.ADMIN)),
              new CapabilityMapping(
                  GuardedOperation.CREATE_EDGE,
                  0,
                  Optional.empty(),
                  Shop.ITEM,
                  Requirement.of(CoreCapability.COMMENT))),
          List.of(
              new CapabilityImplication(
                  Optional.of(CoreCapability.DELETE), 0, Set.of(), List.of(X)),
              new CapabilityImplication(
                  Optional.empty(), Y, Set.of(CoreCapability.EDIT), List.of(X))));

  static final CapabilityRules ITEMS =
      new CapabilityRules(
          List.of(
              mapping(GuardedOperation.GET_NODE, Requirement.of(CoreCapability.COMMENT)),
              mapping(GuardedOperation.DELETE_NODE, new Requirement(Optional.empty(), Y)),
              mapping(GuardedOperation.REVOKE_ACCESS, Requirement.of(CoreCapability.EDIT))),
          List.of(
              new CapabilityImplication(
                  Optional.of(CoreCapability.DELETE), 0, Set.of(), List.of(Y))));

  private ModelNeeds() {}

  private static CapabilityMapping mapping(GuardedOperation operation, Requirement requirement) {
    return new CapabilityMapping(operation, 0, Optional.empty(), 0, requirement);
  }

  static String toRead(int type) {
    return type == Shop.ITEM ? "COMMENT" : "READ";
  }

  static String toDelete(int type) {
    return type == Shop.ITEM ? "y" : "DELETE";
  }

  static String toRevoke(int type) {
    return type == Shop.ITEM ? "EDIT" : "ADMIN";
  }

  static String toJoin(int from, int to) {
    return from == Shop.PERSON && to == Shop.ITEM ? "COMMENT" : "EDIT";
  }

  static Set<String> toSet(int type, Payload fields) {
    if (type != Shop.PERSON || fields.fields().isEmpty()) {
      return Set.of("EDIT");
    }
    var needs = new HashSet<String>();
    fields
        .fields()
        .forEach(
            (field, value) -> {
              if (field == Shop.STATE && value.equals(new Value.Str("old"))) {
                needs.add("ADMIN");
              } else {
                needs.add("EDIT");
                if (field == Shop.AGE) {
                  needs.add("x");
                }
              }
            });
    return needs;
  }

  /** All that comes with capabilities, on nodes of a type. */
  static Set<String> withAllImplied(Set<String> given, int type) {
    var all = new TreeSet<>(given);
    for (int size = -1; size != all.size(); ) {
      size = all.size();
      add(all, "ADMIN", "EDIT", "DELETE");
      add(all, "EDIT", "COMMENT");
      add(all, "COMMENT", "READ");
      if (type == Shop.PERSON) {
        add(all, "DELETE", "x");
        add(all, "y", "EDIT", "x");
      } else {
        add(all, "DELETE", "y");
      }
    }
    return all;
  }

  private static void add(Set<String> all, String given, String... implied) {
    if (all.contains(given)) {
      all.addAll(List.of(implied));
    }
  }
}
