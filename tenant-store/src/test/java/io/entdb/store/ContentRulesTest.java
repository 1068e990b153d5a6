package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Records.BOB;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.withAcl;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who manage a tenant do with a user's content as a whole. */
class ContentRulesTest {
  private static final Principal CARL = new Principal("user:carl");
  private static final Principal TEAM = new Principal("group:team");

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
    acme.apply(new Operation.SetMember(new Member(BOB, Role.MEMBER), Operation.SetMember.Mode.ADD));
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  @Test
  void contentIsDelegatedPartByPart() throws Exception {
    acme.apply(
        BOB,
        withAcl(person("a", "x")),
        withAcl(person("b", "x")),
        withAcl(person("c", "x")),
        Shop.storedIn(person("m", "x"), new Storage.Mailbox(ALICE)));
    acme.apply(withAcl(person("alices", "x")));

    OpResult first =
        acme.apply(new Operation.DelegateAccess(BOB, Grant.read(CARL), "", 2)).getFirst();
    assertThat(first.counts()).containsEntry("delegated", 2L).containsEntry("more", 1L);
    assertThat(sees(CARL, "a", "b", "c")).containsExactly("a", "b");

    OpResult second =
        acme.apply(new Operation.DelegateAccess(BOB, Grant.read(CARL), first.nodeId(), 2))
            .getFirst();
    assertThat(second.counts()).containsEntry("delegated", 1L).containsEntry("more", 0L);
    assertThat(sees(CARL, "a", "b", "c", "alices")).containsExactly("a", "b", "c");
  }

  @Test
  void contentIsTransferredAndItsNewOwnerIsAMember() throws Exception {
    acme.apply(BOB, withAcl(person("a", "x")), withAcl(person("b", "x")), person("c", "x"));

    OpResult first = acme.apply(new Operation.TransferContent(BOB, CARL, 2)).getFirst();
    OpResult second = acme.apply(new Operation.TransferContent(BOB, CARL, 2)).getFirst();
    OpResult third = acme.apply(new Operation.TransferContent(BOB, CARL, 2)).getFirst();

    assertThat(first.counts()).containsEntry("transferred", 2L).containsEntry("more", 1L);
    assertThat(second.counts()).containsEntry("transferred", 1L).containsEntry("more", 0L);
    assertThat(third.counts()).containsEntry("transferred", 0L);
    assertThat(sees(CARL, "a", "b", "c")).containsExactly("a", "b", "c");
    assertThat(sees(BOB, "a", "b", "c")).containsExactly("c");
    assertThat(acme.store.read(Acme.viewer(CARL), TenantReader::role)).contains(Role.MEMBER);
  }

  @Test
  void allAccessIsRevokedAsOftenAsAsked() throws Exception {
    acme.apply(
        new Operation.SetGroupMember(TEAM, BOB, "r"),
        new Operation.SetGroupMember(new Principal("group:other"), BOB, "r"),
        withAcl(person("a", "x"), Grant.read(BOB), Grant.read(CARL)),
        withAcl(person("b", "x"), Grant.ofWord(BOB, "admin", 0)),
        withAcl(person("t", "x"), Grant.read(TEAM)));

    OpResult first = acme.apply(new Operation.RevokeAllAccess(BOB, 0)).getFirst();
    assertThat(first.counts())
        .containsEntry("revoked_grants", 2L)
        .containsEntry("revoked_groups", 2L)
        .containsEntry("more", 0L);
    assertThat(sees(BOB, "a", "b", "t")).isEmpty();
    assertThat(sees(CARL, "a")).containsExactly("a");

    acme.apply(new Operation.ShareNode(Shop.byId("a"), Grant.read(BOB)));
    assertThat(acme.apply(new Operation.RevokeAllAccess(BOB, 0)).getFirst().counts())
        .containsEntry("revoked_grants", 1L);
  }

  @Test
  void oneStepTouchesAThousandNodesAtMost() throws Exception {
    var operations = new ArrayList<Operation>();
    for (int i = 0; i < Limits.CONTENT_STEP_MAX + 1; i++) {
      operations.add(person("n" + i, "x"));
    }
    acme.apply(BOB, operations.toArray(Operation[]::new));

    assertThat(
            acme.apply(new Operation.TransferContent(BOB, CARL, Integer.MAX_VALUE))
                .getFirst()
                .counts())
        .containsEntry("transferred", (long) Limits.CONTENT_STEP_MAX)
        .containsEntry("more", 1L);
  }

  @Test
  void onlyThoseWhoManageTheTenantMay() throws Exception {
    assertThat(acme.refuse(BOB, new Operation.DelegateAccess(ALICE, Grant.read(BOB), "", 0)))
        .extracting("code", "message")
        .containsExactly(RefusalCode.FORBIDDEN, "Only tenant owner or admin can delegate access");
    assertThat(acme.refuse(BOB, new Operation.TransferContent(ALICE, BOB, 0)).message())
        .isEqualTo("TransferUserContent requires admin/owner");
    assertThat(acme.refuse(BOB, new Operation.RevokeAllAccess(ALICE, 0)).message())
        .isEqualTo("Only tenant owner or admin can revoke all user access");
    assertThat(acme.refuse(ALICE, new Operation.SetLegalHold(true)).message())
        .isEqualTo("SetLegalHold requires admin or owner role");
    assertThat(
            acme.refuse(ALICE, new Operation.RevokeAllAccess(BOB, 0), person("a", "x")).message())
        .contains("a plan of its own");
  }

  @Test
  void legalHoldForbidsDeletesUntilItEnds() throws Exception {
    acme.apply(person("a", "x"));
    acme.apply(Acme.ROOT, new Operation.SetLegalHold(true));
    var delete = new Operation.DeleteNode(Shop.byId("a"), false);
    assertThat(acme.refuse(ALICE, delete).code()).isEqualTo(RefusalCode.TENANT_CLOSED);
    acme.apply(person("b", "x"));

    acme.apply(Acme.ROOT, new Operation.SetLegalHold(false));
    acme.apply(delete);
    acme.apply(Acme.ROOT, new Operation.SetTenantStatus(TenantStatus.ARCHIVED));
    assertThat(acme.refuse(Acme.ROOT, new Operation.SetLegalHold(true)).code())
        .isEqualTo(RefusalCode.TENANT_CLOSED);
  }

  private List<String> sees(Principal actor, String... ids) throws StoreException {
    var seen = new ArrayList<String>();
    for (String id : ids) {
      if (acme.sees(Acme.viewer(actor), id)) {
        seen.add(id);
      }
    }
    return seen;
  }
}
