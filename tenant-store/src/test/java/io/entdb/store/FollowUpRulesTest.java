package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation.Acknowledge;
import io.entdb.model.record.ControlOperation.Due;
import io.entdb.model.record.ControlOperation.FollowUps;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which follow-ups count (ADR 0013 D4), in the directory's log. */
class FollowUpRulesTest {
  private static final TenantId ACME = new TenantId("acme");

  @TempDir Path folder;
  private final Records records = new Records(TenantId.SYSTEM, 0);
  private TenantStore store;
  private int keys;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("s.db"), TenantId.SYSTEM, StoreSettings.DEFAULT);
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    if (store.state().position().isPresent()) { // An empty file has no row that says its life.
      assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    }
    store.close();
  }

  @Test
  void eachCountsOnceAlsoWhenItsKeyIsForgotten() throws Exception {
    deliver("a", 1, 1, 0, Role.GUEST);
    deliver("b", 1, 2, 0, Role.ADMIN);
    records.later(Limits.OUTCOME_TTL_MS + 1);
    deliver("c", 1, 3, 0, Role.OWNER);
    deliver("a", 1, 1, 0, Role.GUEST);
    deliver("d", 1, 2, 0, Role.GUEST);
    assertThat(role()).contains(Role.OWNER);
  }

  @Test
  void onlyTheRestOfABatchCountsThatCameInPart() throws Exception {
    deliver("a", 1, 1, 0, Role.GUEST, Role.ADMIN);
    deliver("b", 1, 1, 0, Role.GUEST, Role.MEMBER, Role.VIEWER);
    assertThat(role()).contains(Role.VIEWER);
    assertThat(mark()).isEqualTo(new InboxMark(ACME, 1, 3));
  }

  @Test
  void oneThatComesEarlyCountsInItsTurn() throws Exception {
    deliver("second", 1, 2, 0, Role.ADMIN);
    assertThat(role()).isEmpty();
    deliver("first", 1, 1, 0, Role.GUEST);
    deliver("second", 1, 2, 0, Role.ADMIN);
    assertThat(role()).contains(Role.ADMIN);
  }

  @Test
  void whatALostLogTookDoesNotBlockTheRest() throws Exception {
    deliver("a", 1, 5, 3, Role.GUEST);
    assertThat(role()).isEmpty();
    deliver("b", 1, 5, 4, Role.ADMIN);
    assertThat(role()).contains(Role.ADMIN);
  }

  @Test
  void eachLifeOfASourceNumbersAnew() throws Exception {
    deliver("a", 7, 1, 0, Role.GUEST, Role.GUEST);
    deliver("b", 9, 1, 0, Role.ADMIN);
    deliver("c", 7, 3, 2, Role.VIEWER);
    assertThat(role()).contains(Role.ADMIN);
    assertThat(mark()).isEqualTo(new InboxMark(ACME, 9, 1));
  }

  @Test
  void clientsDeliverAndAcknowledgeNothing() throws Exception {
    List<Operation> forgeries = List.of(followUps(1, 1, 0, Role.OWNER), new Due());
    for (Operation forged : forgeries) {
      Outcome outcome = apply(Records.ALICE, new Authority.Member(), "forged" + keys++, forged);
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(((Outcome.Refused) outcome).code()).isEqualTo(RefusalCode.FORBIDDEN);
    }
    assertThat(role()).isEmpty();
  }

  @Test
  void anAcknowledgementClearsWhatWaitsThroughItsNumber() throws Exception {
    var tenant = new Records(ACME, 1);
    try (var source = TenantStore.open(folder.resolve("a.db"), ACME, StoreSettings.DEFAULT)) {
      source.apply(List.of(tenant.opening(Shop.SCHEMA)));
      List<OutboxRow> waiting = source.read(Viewer.INTERNAL, reader -> reader.followUps(10));
      assertThat(waiting).extracting(OutboxRow::number).containsExactly(1L, 2L);
      source.apply(List.of(acknowledged(tenant, 1)));
      List<OutboxRow> left = source.read(Viewer.INTERNAL, reader -> reader.followUps(10));
      assertThat(left).containsExactly(waiting.get(1));
      assertThat(source.state().work().followUpsWait()).isTrue();
      source.apply(List.of(acknowledged(tenant, 2)));
      assertThat(source.state().work()).isEqualTo(StoreState.Work.NONE);
      assertThat(source.recomputeDigest()).isEqualTo(source.state().digest());
    }
  }

  private static LogEntry acknowledged(Records tenant, long through) {
    return tenant.entry(
        Principal.INTERNAL,
        new Authority.Privileged(),
        "ack" + through,
        List.of(new Acknowledge(TenantId.SYSTEM, through)));
  }

  private void deliver(String key, long incarnation, long first, long cleared, Role... roles)
      throws Exception {
    apply(
        Principal.INTERNAL,
        new Authority.Privileged(),
        key,
        followUps(incarnation, first, cleared, roles));
  }

  /** Alice's role in acme becomes one after the other. */
  private static FollowUps followUps(long incarnation, long first, long cleared, Role... roles) {
    List<FollowUp> changes =
        List.of(roles).stream()
            .<FollowUp>map(
                role -> new FollowUp.MembershipChanged(Records.ALICE, Optional.of(role), 1))
            .toList();
    return new FollowUps(ACME, incarnation, first, cleared, changes);
  }

  private Outcome apply(Principal actor, Authority authority, String key, Operation operation)
      throws Exception {
    return store
        .apply(List.of(records.entry(actor, authority, key, List.of(operation))))
        .getFirst()
        .outcome();
  }

  private Optional<Role> role() throws StoreException {
    List<Membership> memberships =
        store.read(Viewer.INTERNAL, reader -> reader.memberships(Records.ALICE));
    return memberships.stream().map(Membership::role).findFirst();
  }

  private InboxMark mark() throws StoreException {
    return store.read(Viewer.INTERNAL, reader -> reader.inbox(ACME));
  }
}
