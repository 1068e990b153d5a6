package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation.CancelUserDeletion;
import io.entdb.model.record.ControlOperation.CreateUser;
import io.entdb.model.record.ControlOperation.DeleteUser;
import io.entdb.model.record.ControlOperation.FreezeUser;
import io.entdb.model.record.ControlOperation.UpdateUser;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.UserStatus;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of the system, in the directory's log. */
class UserRulesTest {
  private static final Principal ALICE = Records.ALICE;

  @TempDir Path folder;
  private final Records records = new Records(TenantId.SYSTEM, 0);
  private TenantStore store;
  private int keys;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("s.db"), TenantId.SYSTEM, StoreSettings.DEFAULT);
    assertThat(system(new CreateUser(ALICE, "a@x", "Alice"))).isNull();
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    store.close();
  }

  @Test
  void idsAndAddressesAreUnique() throws Exception {
    assertThat(system(new CreateUser(ALICE, "b@x", "B"))).isEqualTo(RefusalCode.ALREADY_EXISTS);
    assertThat(system(new CreateUser(Records.BOB, "a@x", "B")))
        .isEqualTo(RefusalCode.ALREADY_EXISTS);
    assertThat(
            system(
                new CreateUser(Records.BOB, "b@x", "B"),
                new CreateUser(new Principal("user:c"), "b@x", "C")))
        .isEqualTo(RefusalCode.ALREADY_EXISTS);
    assertThat(system(new UpdateUser(ALICE, "a2@x", ""), new CreateUser(Records.BOB, "a@x", "B")))
        .isNull();
  }

  @Test
  void othersThanTheUserAreRefused() throws Exception {
    assertThat(by(Records.BOB, new UpdateUser(ALICE, "", "x"))).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(by(Records.BOB, new DeleteUser(ALICE, 0))).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(by(ALICE, new CreateUser(Records.BOB, "b", "b"))).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(by(ALICE, new UpdateUser(ALICE, "", "Al"))).isNull();
    assertThat(alice().name()).isEqualTo("Al");
  }

  @Test
  void aFrozenUserDoesNotThawItself() throws Exception {
    assertThat(by(ALICE, new FreezeUser(ALICE, true))).isNull();
    assertThat(by(ALICE, new UpdateUser(ALICE, "", "x"))).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(by(ALICE, new FreezeUser(ALICE, false))).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(system(new FreezeUser(ALICE, false))).isNull();
    assertThat(alice().status()).isEqualTo(UserStatus.ACTIVE);
  }

  @Test
  void aDeletionKeepsItsTimeUntilItIsTakenBack() throws Exception {
    by(ALICE, new DeleteUser(ALICE, 1_000));
    UserEntry leaving = alice();
    records.later(500);
    by(ALICE, new DeleteUser(ALICE, 9_000));
    by(ALICE, new FreezeUser(ALICE, true));
    assertThat(alice()).isEqualTo(leaving);
    assertThat(leaving.deleteAt()).isEqualTo(leaving.deletionRequestedAt() + 1_000);
    by(ALICE, new CancelUserDeletion(ALICE));
    assertThat(alice().status()).isEqualTo(UserStatus.ACTIVE);
    assertThat(alice().deleteAt()).isZero();
  }

  @Test
  void usersAreNoBusinessOfTenants() throws Exception {
    var acme = new Records(new TenantId("acme"), 1);
    try (var tenant =
        TenantStore.open(folder.resolve("acme.db"), new TenantId("acme"), StoreSettings.DEFAULT)) {
      tenant.apply(List.of(acme.opening(Shop.SCHEMA)));
      Outcome outcome =
          tenant
              .apply(List.of(acme.plan(new CreateUser(Records.BOB, "b@x", "B"))))
              .getFirst()
              .outcome();
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    }
  }

  private UserEntry alice() throws StoreException {
    return store.read(Viewer.INTERNAL, reader -> reader.user(ALICE)).orElseThrow();
  }

  private @Nullable RefusalCode system(Operation... operations) throws Exception {
    return apply(Principal.INTERNAL, new Authority.Privileged(), operations);
  }

  private @Nullable RefusalCode by(Principal actor, Operation... operations) throws Exception {
    return apply(actor, new Authority.Member(), operations);
  }

  /** Null = applied. */
  private @Nullable RefusalCode apply(Principal actor, Authority authority, Operation... operations)
      throws Exception {
    Outcome outcome =
        store
            .apply(List.of(records.entry(actor, authority, "k" + keys++, List.of(operations))))
            .getFirst()
            .outcome();
    return outcome instanceof Outcome.Refused refused ? refused.code() : null;
  }
}
