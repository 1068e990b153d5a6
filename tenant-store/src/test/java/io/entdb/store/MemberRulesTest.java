package io.entdb.store;

import static io.entdb.store.Shop.AGE;
import static io.entdb.store.Shop.num;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who belongs to a tenant, through which groups, and what may be shared with whom. */
class MemberRulesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Principal TEAM = new Principal("group:team");
  private static final Principal ALL_TEAMS = new Principal("group:all");
  private static final Viewer BOB = new Viewer(Records.BOB, new Authority.Member());

  @TempDir Path folder;
  private final Records records = new Records(ACME, 1);
  private TenantStore store;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("acme.db"), ACME, StoreSettings.DEFAULT);
    store.apply(List.of(records.opening(Shop.SCHEMA)));
    apply(add(Records.BOB, Role.MEMBER));
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    store.close();
  }

  @Test
  void groupsOfGroupsOpenWhatIsSharedWithThem() throws Exception {
    apply(Shop.withAcl(person("n1", "a"), Grant.ofWord(ALL_TEAMS, "write", 0)));
    assertThat(bobSees("n1")).isFalse();

    apply(new Operation.SetGroupMember(TEAM, Records.BOB, "member"));
    apply(new Operation.SetGroupMember(ALL_TEAMS, TEAM, "member"));
    apply(new Operation.SetGroupMember(TEAM, ALL_TEAMS, "a circle"));

    assertThat(bobSees("n1")).isTrue();
    assertThat(bobs("b1", update("n1", Map.of(AGE, num(3))))).isInstanceOf(Outcome.Applied.class);
    apply(new Operation.RemoveGroupMember(TEAM, Records.BOB));
    assertThat(bobSees("n1")).isFalse();
  }

  @Test
  void rolesDecideWhatAMemberMayDo() throws Exception {
    apply(person("open", "a"));
    apply(change(Records.BOB, Role.VIEWER));
    assertThat(refused(bobs("b1", person("n1", "b"))).message())
        .isEqualTo("actor \"user:bob\" has role \"viewer\"; writes require member/admin/owner");
    assertThat(bobSees("open")).isTrue();

    apply(change(Records.BOB, Role.GUEST));
    assertThat(bobSees("open")).isFalse();
  }

  @Test
  void onlyAdminsChangeMembersAndTheLastOwnerStays() throws Exception {
    assertThat(refused(bobs("b1", add(new Principal("user:eve"), Role.OWNER))).code())
        .isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(refused(apply(change(Records.ALICE, Role.MEMBER))).code())
        .isEqualTo(RefusalCode.LAST_OWNER);
    assertThat(refused(apply(new Operation.RemoveMember(Records.ALICE))).code())
        .isEqualTo(RefusalCode.LAST_OWNER);

    apply(change(Records.BOB, Role.OWNER));
    assertThat(apply(change(Records.ALICE, Role.MEMBER))).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void twoOwnersCannotLeaveInOnePlan() throws Exception {
    apply(change(Records.BOB, Role.OWNER));

    Outcome outcome =
        apply(new Operation.RemoveMember(Records.BOB), new Operation.RemoveMember(Records.ALICE));

    assertThat(refused(outcome).code()).isEqualTo(RefusalCode.LAST_OWNER);
  }

  @Test
  void sharingAnOpenNodeLeavesItOpenToTheTenant() throws Exception {
    apply(person("n1", "a"));
    apply(new Operation.ShareNode(Shop.byId("n1"), Grant.read(new Principal("user:eve"))));

    assertThat(bobSees("n1")).isTrue();
    assertThat(bobs("b1", update("n1", Map.of(AGE, num(1))))).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void aGrantIsReplacedAndRevoked() throws Exception {
    apply(Shop.withAcl(person("n1", "a"), Grant.read(Records.BOB)));
    apply(new Operation.ShareNode(Shop.byId("n1"), Grant.ofWord(Records.BOB, "admin", 0)));
    assertThat(bobs("b1", new Operation.ShareNode(Shop.byId("n1"), Grant.read(TEAM))))
        .isInstanceOf(Outcome.Applied.class);

    apply(new Operation.RevokeAccess(Shop.byId("n1"), Records.BOB));

    assertThat(bobSees("n1")).isFalse();
  }

  @Test
  void onlyTheOwnerGivesANodeAway() throws Exception {
    apply(person("n1", "a"));
    assertThat(refused(bobs("b1", new Operation.TransferOwnership(Shop.byId("n1"), TEAM))).code())
        .isEqualTo(RefusalCode.FORBIDDEN);

    apply(new Operation.TransferOwnership(Shop.byId("n1"), Records.BOB));
    apply(new Operation.SetMember(new Member(Records.BOB, Role.GUEST), mode()));

    assertThat(bobSees("n1")).isTrue();
  }

  @Test
  void anArchivedTenantTakesNoWritesAndOneOnHoldNoDeletes() throws Exception {
    apply(person("n1", "a"));
    system("s1", new Operation.SetTenantStatus(TenantStatus.LEGAL_HOLD));
    assertThat(refused(apply(new Operation.DeleteNode(Shop.byId("n1"), false))).code())
        .isEqualTo(RefusalCode.TENANT_CLOSED);
    assertThat(apply(person("n2", "b"))).isInstanceOf(Outcome.Applied.class);

    system("s2", new Operation.SetTenantStatus(TenantStatus.ARCHIVED));
    assertThat(refused(apply(person("n3", "c"))).message())
        .isEqualTo("tenant \"acme\" is archived; writes are disabled");

    system("s3", new Operation.SetTenantStatus(TenantStatus.ACTIVE));
    assertThat(apply(person("n3", "c"))).isInstanceOf(Outcome.Applied.class);
  }

  private static Operation.SetMember.Mode mode() {
    return Operation.SetMember.Mode.CHANGE;
  }

  private static Operation add(Principal user, Role role) {
    return new Operation.SetMember(new Member(user, role), Operation.SetMember.Mode.ADD);
  }

  private static Operation change(Principal user, Role role) {
    return new Operation.SetMember(new Member(user, role), Operation.SetMember.Mode.CHANGE);
  }

  private boolean bobSees(String id) throws StoreException {
    return store.read(BOB, it -> it.node(new NodeId(id), false).isPresent());
  }

  private Outcome bobs(String key, Operation operation) throws Exception {
    return applied(records.entry(Records.BOB, new Authority.Member(), key, List.of(operation)));
  }

  private void system(String key, Operation operation) throws Exception {
    applied(records.entry(Principal.INTERNAL, new Authority.Privileged(), key, List.of(operation)));
  }

  private Outcome apply(Operation... operations) throws Exception {
    return applied(records.plan(operations));
  }

  private Outcome applied(LogEntry entry) throws Exception {
    return store.apply(List.of(entry)).getFirst().outcome();
  }

  private static Outcome.Refused refused(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return (Outcome.Refused) outcome;
  }
}
