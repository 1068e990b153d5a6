package io.entdb.store;

import static io.entdb.store.Shop.num;
import static io.entdb.store.Shop.str;

import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Member;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Random records of one tenant: every operation, few ids and values, so that they meet; retries,
 * reused keys, refusals and leaps of time among them.
 */
public final class Workload {
  private static final Principal TEAM = new Principal("group:team");
  private static final int IDS = 12;
  private static final int OPERATIONS_MAX = 5;

  private final RandomGenerator random;
  private final Records records;
  private final List<String> keys = new ArrayList<>();
  private int schemaFields = 2;

  private Workload(TenantId tenant, int partition, RandomGenerator random) {
    this.random = random;
    this.records = new Records(tenant, partition);
  }

  /** A tenant's log: the record that opens it, then {@code count} random ones. */
  public static List<LogEntry> of(
      TenantId tenant, int partition, int count, RandomGenerator random) {
    var workload = new Workload(tenant, partition, random);
    var log = new ArrayList<LogEntry>();
    log.add(workload.records.opening(Shop.SCHEMA));
    for (int i = 0; i < count; i++) {
      log.add(workload.next(i));
    }
    return log;
  }

  private LogEntry next(int i) {
    if (random.nextInt(25) == 0) {
      records.later(random.nextLong(1, 8L * 24 * 3600 * 1000));
    }
    Principal actor = random.nextInt(3) == 0 ? Records.BOB : Records.ALICE;
    boolean again = !keys.isEmpty() && random.nextInt(8) == 0;
    String key = again ? keys.get(random.nextInt(keys.size())) : "k" + i;
    keys.add(key);
    if (random.nextInt(30) == 0) {
      return records.plan(actor, key, grownSchema());
    }
    if (random.nextInt(10) == 0) {
      return records.plan(actor, key, aboutTheTenant());
    }
    if (random.nextInt(20) == 0) {
      boolean root = random.nextInt(4) == 0;
      return records.entry(
          root ? Principal.INTERNAL : actor,
          root ? new Authority.Privileged() : new Authority.Asserted(),
          key,
          List.of(managing()));
    }
    if (random.nextInt(40) == 0) {
      return records.entry(
          Principal.INTERNAL,
          new Authority.Privileged(),
          key,
          List.of(new Operation.SetTenantStatus(status())));
    }
    var operations = new ArrayList<Operation>();
    int count = random.nextInt(1, OPERATIONS_MAX + 1);
    for (int op = 0; op < count; op++) {
      operations.add(operation());
    }
    return records.plan(actor, key, operations.toArray(Operation[]::new));
  }

  private Operation operation() {
    return switch (random.nextInt(15)) {
      case 0, 1, 2 -> create();
      case 3, 4 -> update();
      case 5 -> new Operation.DeleteNode(Shop.byId(id()), random.nextBoolean());
      case 6, 7 -> Shop.edge(random.nextInt(4) == 0 ? Shop.SPOUSE : Shop.KNOWS, id(), id());
      case 8 -> new Operation.DeleteEdge(Shop.KNOWS, Shop.byId(id()), Shop.byId(id()));
      case 9 -> new Operation.SetVisibility(Shop.byId(id()), grants());
      case 10 ->
          new Operation.ShareNode(
              Shop.byId(id()), Grant.ofWord(random.nextBoolean() ? Records.BOB : TEAM, "write", 0));
      case 11 -> new Operation.RevokeAccess(Shop.byId(id()), Records.BOB);
      case 12 -> deleteWhere();
      case 13 -> markRead();
      default ->
          new Operation.TransferOwnership(
              Shop.byId(id()), random.nextBoolean() ? Records.BOB : Records.ALICE);
    };
  }

  /** Members and groups: mostly alice's to change, so often refused. */
  private Operation aboutTheTenant() {
    Role role = oneOf(Role.values());
    return switch (random.nextInt(5)) {
      case 0 ->
          new Operation.SetMember(new Member(Records.BOB, role), Operation.SetMember.Mode.ADD);
      case 1 ->
          new Operation.SetMember(
              new Member(random.nextBoolean() ? Records.BOB : Records.ALICE, role),
              Operation.SetMember.Mode.CHANGE);
      case 2 -> new Operation.RemoveMember(Records.BOB);
      case 3 -> new Operation.SetGroupMember(TEAM, Records.BOB, "r" + random.nextInt(2));
      default -> new Operation.RemoveGroupMember(TEAM, Records.BOB);
    };
  }

  private TenantStatus status() {
    return random.nextInt(3) > 0 ? TenantStatus.ACTIVE : oneOf(TenantStatus.values());
  }

  private <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private Operation create() {
    Optional<List<Grant>> acl = random.nextInt(4) == 0 ? Optional.of(grants()) : Optional.empty();
    return new Operation.CreateNode(
        Shop.PERSON,
        new NodeId(id()),
        "",
        payload(random.nextInt(10) > 0),
        acl,
        random.nextInt(3) == 0 ? OnConflict.SKIP : OnConflict.REFUSE,
        storage(),
        recipients());
  }

  private Storage storage() {
    return switch (random.nextInt(8)) {
      case 0 -> Storage.ofPublic();
      case 1 -> new Storage.Mailbox(random.nextBoolean() ? Records.BOB : Records.ALICE);
      default -> Storage.ofTenant();
    };
  }

  private List<Principal> recipients() {
    return switch (random.nextInt(8)) {
      case 0 -> List.of(TEAM);
      case 1 -> List.of(Records.BOB, Principal.EVERYONE);
      case 2 -> List.of(new Principal("role:owner"));
      default -> List.of();
    };
  }

  private Operation markRead() {
    Optional<NodeRef> node =
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Shop.byId(id()));
    return new Operation.MarkRead(random.nextBoolean() ? Records.BOB : Records.ALICE, node);
  }

  private Operation managing() {
    int limit = random.nextInt(1, 4);
    return switch (random.nextInt(4)) {
      case 0 ->
          new Operation.DelegateAccess(
              Records.ALICE, Grant.ofWord(Records.BOB, "read", 0), "", limit);
      case 1 -> new Operation.TransferContent(Records.ALICE, Records.BOB, limit);
      case 2 -> new Operation.RevokeAllAccess(Records.BOB, limit);
      default -> new Operation.SetLegalHold(random.nextBoolean());
    };
  }

  private Operation deleteWhere() {
    Filter filter =
        random.nextBoolean()
            ? new Filter(Shop.AGE, Filter.Op.GTE, List.of(num(random.nextInt(60, 90))))
            : new Filter(Shop.NAME, Filter.Op.LIKE, List.of(str("%-" + random.nextInt(5))));
    return new Operation.DeleteWhere(
        Shop.PERSON, List.of(filter), random.nextInt(4), random.nextBoolean());
  }

  private Operation update() {
    OptionalLong version =
        random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(1, 4)) : OptionalLong.empty();
    return new Operation.UpdateNode(Shop.byId(id()), payload(false), version, Optional.empty());
  }

  private Payload payload(boolean withName) {
    var fields = new TreeMap<Integer, Value>();
    if (withName) {
      fields.put(Shop.NAME, str("name-" + random.nextInt(5)));
    }
    if (random.nextInt(3) == 0) {
      fields.put(Shop.EMAIL, random.nextInt(5) == 0 ? Value.NULL : str("e" + random.nextInt(6)));
    }
    if (random.nextBoolean()) {
      fields.put(Shop.AGE, num(random.nextInt(90)));
    }
    if (random.nextInt(4) == 0) {
      fields.put(Shop.CITY, str("c" + random.nextInt(2)));
      fields.put(Shop.STREET, str("s" + random.nextInt(2)));
    }
    if (random.nextInt(6) == 0) {
      fields.put(Shop.FRIEND, str(id()));
    }
    return new Payload(fields);
  }

  private List<Grant> grants() {
    var grants = new ArrayList<Grant>();
    if (random.nextBoolean()) {
      grants.add(Grant.ofWord(Records.BOB, random.nextBoolean() ? "write" : "deny", 0));
    }
    if (random.nextBoolean()) {
      grants.add(Grant.read(Principal.EVERYONE));
    }
    return grants;
  }

  /** The shop's schema, whose items get one field more each time. */
  private Operation grownSchema() {
    var fields = new ArrayList<FieldDef>();
    fields.add(FieldDef.of(1, "title", FieldKind.STR));
    for (int id = 2; id <= schemaFields; id++) {
      fields.add(FieldDef.of(id, "f" + id, FieldKind.INT));
    }
    schemaFields++;
    return new Operation.PutSchema(
        Schema.of(
            List.of(Shop.PERSONS, NodeType.of(Shop.ITEM, "Item", fields)),
            Shop.SCHEMA.edgeTypes().values()));
  }

  private String id() {
    return "n" + random.nextInt(IDS);
  }
}
