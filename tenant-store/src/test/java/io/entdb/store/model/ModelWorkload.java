package io.entdb.store.model;

import static io.entdb.store.Shop.byId;
import static io.entdb.store.Shop.num;
import static io.entdb.store.Shop.str;

import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.Member;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Operation.CreateNode.OnConflict;
import io.entdb.model.record.Precondition;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SubjectExit;
import io.entdb.store.NodeQuery;
import io.entdb.store.Records;
import io.entdb.store.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random plans and queries, over few ids, values and actors, so that they meet. */
final class ModelWorkload {
  /** An edge type between any nodes, over which shares go on. */
  static final int HOLDS = 20;

  static final Principal ROOT = new Principal("admin:root");
  static final Principal DORA = new Principal("user:dora");
  static final Principal CARL = new Principal("user:carl");
  static final Principal GUS = new Principal("user:gus");
  static final Principal STRANGER = new Principal("user:stranger");

  static final List<Principal> USERS =
      List.of(Records.ALICE, Records.BOB, DORA, CARL, GUS, STRANGER);

  private static final List<Principal> GROUPS =
      List.of(new Principal("group:a"), new Principal("group:b"), new Principal("group:c"));

  /** Fewer than a share goes far, so that its bound never matters here. */
  private static final int IDS = 9;

  static final List<String> WORDS = List.of("tea", "milk", "salt");

  static final Schema SCHEMA =
      Schema.of(
          List.of(Shop.PERSONS.with(ModelNeeds.PERSONS), Shop.ITEMS.with(ModelNeeds.ITEMS)),
          with(
              Shop.SCHEMA.edgeTypes().values(),
              new EdgeType(
                  HOLDS,
                  "holds",
                  0,
                  0,
                  List.of(),
                  SubjectExit.BOTH,
                  false,
                  true,
                  false,
                  "",
                  DataPolicy.PERSONAL,
                  List.of())));

  private final SplittableRandom random;
  private List<String> live = List.of();

  ModelWorkload(SplittableRandom random) {
    this.random = random;
  }

  private static <T> List<T> with(Iterable<T> some, T more) {
    var all = new ArrayList<T>();
    some.forEach(all::add);
    all.add(more);
    return all;
  }

  /** The plan that gives the tenant its members. */
  static List<Operation> members() {
    return List.of(
        new Operation.SetMember(new Member(Records.BOB, Role.MEMBER), Operation.SetMember.Mode.ADD),
        new Operation.SetMember(new Member(DORA, Role.ADMIN), Operation.SetMember.Mode.ADD),
        new Operation.SetMember(new Member(CARL, Role.VIEWER), Operation.SetMember.Mode.ADD),
        new Operation.SetMember(new Member(GUS, Role.GUEST), Operation.SetMember.Mode.ADD),
        new Operation.SetGroupMember(GROUPS.get(0), GUS, "r"),
        new Operation.SetGroupMember(GROUPS.get(1), GROUPS.get(0), "r"));
  }

  Principal actor() {
    return switch (random.nextInt(14)) {
      case 0, 12, 13 -> ROOT;
      case 1 -> DORA;
      case 2 -> CARL;
      case 3 -> GUS;
      case 4 -> STRANGER;
      case 5, 6, 7 -> Records.BOB;
      default -> Records.ALICE;
    };
  }

  /** A plan for the state that there is: mostly about nodes that are there. */
  List<Operation> plan(ModelState now) {
    live = now.nodes.values().stream().filter(it -> !it.deleted()).map(it -> it.id()).toList();
    switch (random.nextInt(12)) {
      case 0 -> {
        return List.of(aboutTheTenant());
      }
      case 1 -> {
        return List.of(managing());
      }
      case 2 -> {
        return List.of(markRead());
      }
      case 3 -> {
        return chain();
      }
      case 4 -> {
        return List.of(update(), create("x"), update(), deleteWhere());
      }
      default -> {}
    }
    var plan = new ArrayList<Operation>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      plan.add(step());
    }
    if (random.nextInt(4) == 0) {
      plan.add(0, create("x"));
      plan.add(
          new Operation.CreateEdge(
              random.nextBoolean() ? HOLDS : Shop.KNOWS,
              new NodeRef.ByAlias("x"),
              byId(id()),
              Payload.EMPTY));
    }
    return plan;
  }

  /** A share, and edges over which it goes on. */
  private List<Operation> chain() {
    var plan = new ArrayList<Operation>();
    String from = id();
    plan.add(new Operation.ShareNode(byId(from), grant()));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String to = id();
      plan.add(new Operation.CreateEdge(HOLDS, byId(from), byId(to), Payload.EMPTY));
      from = to;
    }
    return plan;
  }

  private Operation step() {
    return switch (random.nextInt(18)) {
      case 0, 1, 2, 3, 4 -> create("");
      case 5, 6 -> update();
      case 7 -> new Operation.DeleteNode(byId(id()), random.nextBoolean());
      case 8 -> deleteWhere();
      case 9, 10, 11 -> new Operation.CreateEdge(edgeType(), byId(id()), byId(id()), Payload.EMPTY);
      case 12 -> new Operation.DeleteEdge(edgeType(), byId(id()), byId(id()));
      case 13 -> new Operation.SetVisibility(byId(id()), grants());
      case 14, 15 -> new Operation.ShareNode(byId(id()), grant());
      case 16 -> new Operation.RevokeAccess(byId(id()), principal());
      default -> new Operation.TransferOwnership(byId(id()), user());
    };
  }

  private Operation create(String alias) {
    boolean item = random.nextInt(3) == 0;
    return new Operation.CreateNode(
        item ? Shop.ITEM : Shop.PERSON,
        new NodeId(anyId()),
        alias,
        item ? text() : person(random.nextInt(12) > 0),
        random.nextBoolean() ? Optional.of(grants()) : Optional.empty(),
        random.nextInt(3) == 0 ? OnConflict.SKIP : OnConflict.REFUSE,
        switch (random.nextInt(8)) {
          case 0, 1 -> new Storage.Mailbox(user());
          case 2 -> Storage.ofPublic();
          default -> Storage.ofTenant();
        },
        recipients());
  }

  private List<Principal> recipients() {
    return switch (random.nextInt(6)) {
      case 0 -> List.of(user());
      case 1 -> List.of(oneOf(GROUPS), user());
      case 2 -> List.of(random.nextBoolean() ? Principal.EVERYONE : new Principal("role:viewer"));
      default -> List.of();
    };
  }

  private Operation update() {
    OptionalLong version =
        random.nextInt(4) == 0 ? OptionalLong.of(random.nextInt(1, 4)) : OptionalLong.empty();
    Optional<Precondition> condition =
        random.nextInt(5) == 0
            ? Optional.of(new Precondition(Shop.AGE, num(random.nextInt(6))))
            : Optional.empty();
    return new Operation.UpdateNode(byId(id()), person(false), version, condition);
  }

  private Operation deleteWhere() {
    return new Operation.DeleteWhere(
        Shop.PERSON, List.of(filter()), random.nextInt(-1, 3), random.nextBoolean());
  }

  private Operation markRead() {
    return new Operation.MarkRead(
        user(), random.nextInt(4) == 0 ? Optional.empty() : Optional.of(byId(id())));
  }

  private Operation managing() {
    int limit = random.nextInt(1, 4);
    return switch (random.nextInt(5)) {
      case 0, 1 ->
          new Operation.DelegateAccess(user(), grant(), random.nextBoolean() ? "" : id(), limit);
      case 2 -> new Operation.TransferContent(user(), user(), limit);
      case 3 -> new Operation.RevokeAllAccess(user(), limit);
      default -> new Operation.SetLegalHold(random.nextInt(4) == 0);
    };
  }

  private Operation aboutTheTenant() {
    Role role = oneOf(List.of(Role.values()));
    return switch (random.nextInt(8)) {
      case 0 -> new Operation.SetMember(new Member(user(), role), Operation.SetMember.Mode.ADD);
      case 1, 2 ->
          new Operation.SetMember(new Member(user(), role), Operation.SetMember.Mode.CHANGE);
      case 3 -> new Operation.RemoveMember(user());
      case 4, 5 -> new Operation.SetGroupMember(oneOf(GROUPS), userOrGroup(), "r");
      case 6 -> new Operation.RemoveGroupMember(oneOf(GROUPS), userOrGroup());
      default ->
          new Operation.SetTenantStatus(
              random.nextInt(4) == 0
                  ? oneOf(List.of(TenantStatus.ARCHIVED, TenantStatus.LEGAL_HOLD))
                  : TenantStatus.ACTIVE);
    };
  }

  private Payload text() {
    return Payload.of(
        new TreeMap<>(
            java.util.Map.of(
                1, str(oneOf(WORDS) + " " + oneOf(WORDS) + " x" + random.nextInt(3)))));
  }

  private Payload person(boolean withName) {
    var fields = new TreeMap<Integer, Value>();
    if (withName) {
      fields.put(Shop.NAME, str("name" + random.nextInt(4)));
    }
    if (random.nextInt(3) == 0) {
      fields.put(Shop.EMAIL, random.nextInt(5) == 0 ? Value.NULL : str("e" + random.nextInt(5)));
    }
    if (random.nextBoolean()) {
      fields.put(Shop.AGE, random.nextInt(6) == 0 ? Value.NULL : num(random.nextInt(6)));
    }
    if (random.nextInt(4) == 0) {
      fields.put(Shop.CITY, str("c" + random.nextInt(2)));
      fields.put(Shop.STREET, str("s" + random.nextInt(2)));
    }
    if (random.nextInt(8) == 0) {
      fields.put(Shop.FRIEND, str(id()));
    }
    if (random.nextInt(8) == 0) {
      fields.put(Shop.STATE, str(random.nextInt(4) == 0 ? "odd" : "new"));
    }
    return new Payload(fields);
  }

  private List<Grant> grants() {
    var grants = new ArrayList<Grant>();
    for (int i = random.nextInt(4); i > 0; i--) {
      grants.add(grant());
    }
    return grants;
  }

  /** By word or typed; some end soon, by the tenant's time. */
  private Grant grant() {
    long end = random.nextInt(3) == 0 ? Records.START + random.nextLong(1, 60) * 60_000 : 0;
    if (random.nextInt(5) == 0) {
      return new Grant(principal(), 1 << random.nextInt(1, 6), exts(), end, false);
    }
    return Grant.ofWord(
        principal(),
        oneOf(List.of("read", "read", "comment", "write", "delete", "admin", "deny")),
        end);
  }

  private List<Integer> exts() {
    return oneOf(List.of(List.of(), List.of(ModelNeeds.X), List.of(ModelNeeds.Y), List.of(7, 8)));
  }

  private Principal principal() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> oneOf(GROUPS);
      case 2 -> Principal.EVERYONE;
      case 3 -> new Principal("role:" + oneOf(List.of("guest", "viewer", "member")));
      default -> user();
    };
  }

  private Principal userOrGroup() {
    return random.nextInt(3) == 0 ? oneOf(GROUPS) : user();
  }

  private Principal user() {
    return oneOf(USERS);
  }

  private int edgeType() {
    return switch (random.nextInt(5)) {
      case 0 -> Shop.SPOUSE;
      case 1, 2 -> Shop.KNOWS;
      default -> HOLDS;
    };
  }

  /** An id that is mostly there. */
  String id() {
    return live.isEmpty() || random.nextInt(4) == 0 ? anyId() : oneOf(live);
  }

  private String anyId() {
    return "n" + random.nextInt(IDS);
  }

  static List<String> ids() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < IDS; i++) {
      ids.add("n" + i);
    }
    return ids;
  }

  Filter filter() {
    Filter.Op[] onNumbers = {
      Filter.Op.EQ, Filter.Op.NEQ, Filter.Op.GT, Filter.Op.GTE, Filter.Op.LT, Filter.Op.LTE
    };
    return switch (random.nextInt(5)) {
      case 0 -> new Filter(Shop.NAME, Filter.Op.LIKE, List.of(str("%_e" + random.nextInt(4))));
      case 1 -> new Filter(Shop.NAME, Filter.Op.CONTAINS, List.of(str("" + random.nextInt(4))));
      case 2 ->
          new Filter(
              Shop.AGE, Filter.Op.IN, List.of(num(random.nextInt(6)), num(random.nextInt(6))));
      case 3 -> new Filter(Shop.EMAIL, Filter.Op.GTE, List.of(str("e" + random.nextInt(5))));
      default -> new Filter(Shop.AGE, oneOf(List.of(onNumbers)), List.of(num(random.nextInt(6))));
    };
  }

  NodeQuery query() {
    var filters = new ArrayList<Filter>();
    for (int i = random.nextInt(3); i > 0; i--) {
      filters.add(filter());
    }
    NodeQuery.Order order =
        oneOf(
            List.of(
                new NodeQuery.Order.CreatedAt(),
                new NodeQuery.Order.UpdatedAt(),
                new NodeQuery.Order.Id(),
                new NodeQuery.Order.Field(Shop.AGE)));
    return new NodeQuery(
        Shop.PERSON,
        filters,
        order,
        random.nextBoolean(),
        Optional.empty(),
        0,
        random.nextInt(1, 6));
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Ms to let pass before the next record: mostly none, now and then past the end of grants. */
  long pause() {
    return random.nextInt(5) == 0 ? random.nextLong(1, 5) * 60_000 : 0;
  }

  int upTo(int most) {
    return random.nextInt(1, most + 1);
  }
}
