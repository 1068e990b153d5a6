package io.entdb.store.sqlite;

import io.entdb.model.Principal;
import io.entdb.store.rules.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What is shared with somebody, by grants that name it, its groups or the tenants it is of. */
final class Shares {
  /** Grants of one name that are read at a time. */
  private static final int BATCH = 100;

  private final Statements statements;
  private final List<Principal> names;

  Shares(Statements statements, Access access) {
    this.statements = statements;
    this.names = access.names().stream().filter(Shares::isPersonal).sorted().toList();
  }

  /** What is for everybody here, or for a role, is not shared with anyone in particular. */
  private static boolean isPersonal(Principal name) {
    return !name.equals(Principal.EVERYONE) && !name.kind().equals("role");
  }

  /** Ids of nodes with such grants, rising, each once, after one, until told to stop. */
  void eachNode(String after, long time, Predicate<String> next) {
    String last = after;
    while (true) {
      var ids = new TreeSet<String>();
      boolean full = false;
      for (Principal name : names) {
        var batch =
            new ArrayList<>(
                statements.list(
                    "read/granted_nodes",
                    row -> row.getString(1),
                    name.value(),
                    time,
                    last,
                    BATCH));
        full |= batch.size() == BATCH;
        ids.addAll(batch);
      }
      // Beyond the first BATCH ids one of the names may have some that are not read yet.
      int certain = 0;
      for (String id : ids) {
        if (full && certain++ == BATCH) {
          break;
        }
        last = id;
        if (!next.test(id)) {
          return;
        }
      }
      if (!full) {
        return;
      }
    }
  }
}
