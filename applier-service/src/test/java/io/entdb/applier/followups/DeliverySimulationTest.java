package io.entdb.applier.followups;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.applier.followups.RecordLog.LogUnavailableException;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.schema.Schema;
import io.entdb.store.Membership;
import io.entdb.store.OutboxRow;
import io.entdb.store.Viewer;
import io.entdb.store.rules.MemberRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever becomes of deliveries, the directory ends with what the tenants are, and the
 * tenants with what the directory says. Method: one seed draws what clients do, which records are
 * applied when, deliveries from present and from old states (a process that lost its partition),
 * cuts between any two appends, lost acknowledgements, and records that come again at any later
 * time. {@code -Dentdb.seed} repeats a run, {@code -Dentdb.seeds} sets how many there are.
 */
@Tag("simulation")
class DeliverySimulationTest {
  private static final List<Principal> USERS =
      List.of(new Principal("user:a"), new Principal("user:b"), new Principal("user:c"));

  private static final long KEYS_FORGOTTEN_MS = Limits.OUTCOME_TTL_MS + 1;

  @TempDir Path folder;
  private final SimulatedTenant.Clock clock = new SimulatedTenant.Clock();
  private final Map<TenantId, SimulatedTenant> tenants = new LinkedHashMap<>();

  static LongStream seeds() {
    long first = Long.getLong("entdb.seed", 0);
    int count = Integer.getInteger("entdb.seeds", first == 0 ? 300 : 1);
    return LongStream.range(first, first + count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsLostAndNothingHappensTwice(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    SimulatedTenant system = newSystem();
    var log = new UnreliableLog(tenants, random.split());
    act(random, log);
    log.becomeReliable();
    settle(log);
    checkAgreement(system);
    closeAll();
  }

  /**
   * Goal: after the log is lost, directory and tenants agree again. Method: as above; then each
   * tenant's log ends at a moment of its own, and goes on in a new life, with nothing on its way.
   * In the end each tenant gets a barrier, as the procedure has it.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aLostLogLeavesNoDisagreement(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    SimulatedTenant system = newSystem();
    int setUp = system.records();
    var log = new UnreliableLog(tenants, random.split());
    for (int loss = random.nextInt(1, 3); loss > 0; loss--) {
      act(random, log);
      for (SimulatedTenant tenant : tenants.values()) {
        int least = Math.max(tenant == system ? setUp : 0, tenant.records() - 25);
        tenant.loseLogAfter(random.nextInt(least, tenant.records() + 1));
      }
      log.loseAll();
    }
    act(random, log);
    log.becomeReliable();
    for (SimulatedTenant tenant : tenants.values()) {
      tenant.applyAll();
      if (tenant.store.state().incarnation() == 0) {
        open(tenant);
      }
      tenant.ask(new Operation.Barrier());
    }
    settle(log);
    checkAgreement(system);
    closeAll();
  }

  private void closeAll() throws Exception {
    for (SimulatedTenant tenant : tenants.values()) {
      assertThat(tenant.store.recomputeDigest()).isEqualTo(tenant.store.state().digest());
      tenant.close();
    }
  }

  /** Clients ask, tenants apply, appliers deliver, in any order and again. */
  private void act(SplittableRandom random, UnreliableLog log) throws Exception {
    var old = new ArrayList<Delivery>();
    int steps = random.nextInt(50, 300);
    for (int step = 0; step < steps; step++) {
      SimulatedTenant tenant = oneOf(random, List.copyOf(tenants.values()));
      if (random.nextInt(20) == 0) {
        clock.pass(KEYS_FORGOTTEN_MS); // From now on only marks tell what counted before.
      }
      switch (random.nextInt(8)) {
        case 0, 1 -> ask(random, tenant);
        case 2, 3 -> tenant.apply(random.nextInt(1, 4));
        case 4, 5 -> {
          Delivery delivery = tenant.delivery();
          old.add(delivery);
          run(delivery, log);
        }
        case 6 -> {
          if (!old.isEmpty()) {
            run(oneOf(random, old), log);
          }
        }
        default -> log.repeatOne();
      }
    }
  }

  private SimulatedTenant newSystem() throws Exception {
    var system = new SimulatedTenant(TenantId.SYSTEM, 0, 1, folder, clock);
    tenants.put(TenantId.SYSTEM, system);
    for (int i = 0; i < 3; i++) {
      var id = new TenantId("t" + i);
      system.ask(new Operation.CreateTenant(id, "t", USERS.get(i), i + 1, 0));
      tenants.put(id, new SimulatedTenant(id, i + 1, i + 1, folder, clock));
    }
    for (Principal user : USERS) {
      system.ask(new ControlOperation.CreateUser(user, user.id() + "@x", user.id()));
    }
    system.applyAll();
    for (SimulatedTenant tenant : tenants.values()) {
      if (tenant != system && tenant.partition != 3) { // The last one is opened by its first write.
        open(tenant);
      }
    }
    return system;
  }

  private static void open(SimulatedTenant tenant) {
    Principal owner = USERS.get(tenant.partition - 1);
    tenant.ask(new Operation.OpenTenant(List.of(new Member(owner, Role.OWNER)), Schema.EMPTY));
  }

  private static void ask(SplittableRandom random, SimulatedTenant tenant) throws Exception {
    Principal user = oneOf(random, USERS);
    if (tenant.id.isSystem()) {
      tenant.ask(new ControlOperation.FreezeUser(user, random.nextBoolean()));
      return;
    }
    if (tenant.store.state().incarnation() == 0) {
      open(tenant);
    }
    Role role = oneOf(random, List.of(Role.values()));
    tenant.ask(
        switch (random.nextInt(5)) {
          case 0, 1 ->
              new Operation.SetMember(new Member(user, role), Operation.SetMember.Mode.ADD);
          case 2 ->
              new Operation.SetMember(new Member(user, role), Operation.SetMember.Mode.CHANGE);
          case 3 -> new Operation.RemoveMember(user);
          default ->
              new Operation.SetTenantStatus(
                  oneOf(random, List.of(TenantStatus.ACTIVE, TenantStatus.LEGAL_HOLD)));
        });
  }

  private void run(Delivery delivery, RecordLog log) throws InterruptedException {
    try {
      delivery.run(log, clock.now());
    } catch (LogUnavailableException e) {
      // Cut off; the rows still wait.
    }
  }

  /** Applies and delivers until nothing is left to do. */
  private void settle(RecordLog log) throws Exception {
    for (int round = 0; round < 1_000; round++) {
      boolean moved = false;
      for (SimulatedTenant tenant : tenants.values()) {
        moved |= tenant.isBehind();
        tenant.applyAll();
        if (tenant.store.state().work().isThere(clock.now())) {
          moved = true;
          tenant.delivery().run(log, clock.now());
        }
      }
      if (!moved) {
        return;
      }
    }
    throw new AssertionError("follow-ups never come to an end");
  }

  private void checkAgreement(SimulatedTenant system) throws Exception {
    for (SimulatedTenant tenant : tenants.values()) {
      List<OutboxRow> left = tenant.store.read(Viewer.INTERNAL, reader -> reader.followUps(1));
      assertThat(left).isEmpty();
      if (tenant == system) {
        continue;
      }
      List<MemberRow> members =
          tenant.store.read(Viewer.INTERNAL, reader -> reader.members(Optional.empty(), 100));
      for (Principal user : USERS) {
        Optional<MemberRow> own =
            members.stream().filter(row -> row.member().user().equals(user)).findFirst();
        Optional<Membership> known =
            system.store.read(Viewer.INTERNAL, reader -> reader.memberships(user)).stream()
                .filter(row -> row.tenant().equals(tenant.id))
                .findFirst();
        assertThat(known.map(Membership::role)).isEqualTo(own.map(row -> row.member().role()));
        assertThat(known.map(Membership::joinedAt)).isEqualTo(own.map(MemberRow::joinedAt));
        checkFreeze(system, tenant, user);
      }
      TenantStatus status = tenant.store.read(Viewer.INTERNAL, reader -> reader.status());
      assertThat(system.store.read(Viewer.INTERNAL, reader -> reader.standing(tenant.id)).status())
          .isEqualTo(status);
    }
  }

  private static void checkFreeze(SimulatedTenant system, SimulatedTenant tenant, Principal user)
      throws Exception {
    List<TenantId> sightings = system.store.read(Viewer.INTERNAL, reader -> reader.sightings(user));
    boolean sighted = sightings.contains(tenant.id);
    boolean mayWrite =
        system
            .store
            .read(Viewer.INTERNAL, reader -> reader.user(user))
            .orElseThrow()
            .status()
            .mayWrite();
    boolean frozen = tenant.store.read(Viewer.INTERNAL, reader -> reader.isFrozen(user));
    assertThat(frozen).isEqualTo(sighted && !mayWrite);
  }

  private static <T> T oneOf(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
