package io.entdb.store.sqlite;

import io.entdb.model.Principal;
import io.entdb.model.record.Authority;
import io.entdb.store.rules.Access;
import io.entdb.store.rules.Change;
import io.entdb.store.rules.MemberRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the rules ask about actors and the tenant as a whole, remembered from record to record: who
 * writes and whether the tenant is open seldom changes, and every record asks. Only for the writing
 * connection, which knows of every change. For one thread.
 */
final class Standing {
  /**
   * Most answers of each kind, then all are forgotten: one client's many users must not fill it.
   */
  private static final int ANSWERS_MAX = 1_000;

  private final Map<Asker, Access> accesses = new HashMap<>();
  private final Map<Principal, Optional<MemberRow>> members = new HashMap<>();
  private final Map<Principal, List<Principal>> groups = new HashMap<>();
  private final Map<String, Optional<String>> settings = new HashMap<>();
  private final Map<Principal, Boolean> seen = new HashMap<>();
  private final Map<Principal, Boolean> frozen = new HashMap<>();

  private record Asker(Principal actor, Authority authority) {}

  Access access(Principal actor, Authority authority, Supplier<Access> establish) {
    return remembered(accesses, new Asker(actor, authority), _ -> establish.get());
  }

  @Nullable MemberRow member(Principal user, Function<Principal, @Nullable MemberRow> read) {
    return remembered(members, user, it -> Optional.ofNullable(read.apply(it))).orElse(null);
  }

  List<Principal> groupsOf(Principal member, Function<Principal, List<Principal>> read) {
    return remembered(groups, member, it -> List.copyOf(read.apply(it)));
  }

  @Nullable String setting(String name, Function<String, @Nullable String> read) {
    return remembered(settings, name, it -> Optional.ofNullable(read.apply(it))).orElse(null);
  }

  boolean isSeen(Principal principal, Function<Principal, Boolean> read) {
    return remembered(seen, principal, read);
  }

  boolean isFrozen(Principal user, Function<Principal, Boolean> read) {
    return remembered(frozen, user, read);
  }

  /** Told of every change before the next record is decided. */
  void changed(Change change) {
    switch (change) {
      case Change.OfMember _, Change.OfGroupMember _, Change.OfSetting _, Change.NewLife _ ->
          forget();
      case Change.OfNode _,
          Change.OfGrants _,
          Change.OfEdge _,
          Change.OfMailbox _,
          Change.OfItem _,
          Change.OfKey _,
          Change.OfSchema _,
          Change.OfApiKey _,
          Change.NewTenant _ -> {}
      case Change.OfSeen(var principal, _) -> seen.remove(principal);
      case Change.OfFrozen(var user, _) -> frozen.remove(user);
      case Change.EraseAll _, Change.Rebase _ -> forget();
      case Change.Control _ -> {}
    }
  }

  /** Forgets everything: the state has become another one. */
  void forget() {
    accesses.clear();
    members.clear();
    groups.clear();
    settings.clear();
    seen.clear();
    frozen.clear();
  }

  private static <K, V> V remembered(Map<K, V> answers, K key, Function<K, V> read) {
    @Nullable V known = answers.get(key);
    if (known != null) {
      return known;
    }
    V found = read.apply(key);
    if (answers.size() >= ANSWERS_MAX) {
      answers.clear();
    }
    answers.put(key, found);
    return found;
  }
}
