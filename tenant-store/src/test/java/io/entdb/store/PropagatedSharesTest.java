package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Records.BOB;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.update;
import static io.entdb.store.Shop.withAcl;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Grant;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SubjectExit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares that go on over edges. */
class PropagatedSharesTest {
  private static final int HOLDS = 20;
  private static final Viewer AS_BOB = Acme.viewer(BOB);

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, schema(true));
    acme.apply(
        withAcl(person("folder", "x")),
        withAcl(person("file", "x")),
        edge(HOLDS, "folder", "file"));
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  @Test
  void aShareOfTheSourceIsOneOfTheTarget() throws Exception {
    assertThat(acme.sees(AS_BOB, "file")).isFalse();

    acme.apply(new Operation.ShareNode(Shop.byId("folder"), Grant.read(BOB)));
    assertThat(acme.sees(AS_BOB, "file")).isTrue();
    assertThat(acme.refuse(BOB, rename("file")).code()).isEqualTo(RefusalCode.FORBIDDEN);

    acme.apply(new Operation.ShareNode(Shop.byId("folder"), Grant.ofWord(BOB, "write", 0)));
    acme.apply(BOB, rename("file"));

    acme.apply(new Operation.RevokeAccess(Shop.byId("folder"), BOB));
    assertThat(acme.sees(AS_BOB, "file")).isFalse();
  }

  @Test
  void itEndsWithTheEdgeAndWithTheSource() throws Exception {
    acme.apply(new Operation.ShareNode(Shop.byId("folder"), Grant.read(BOB)));
    acme.apply(new Operation.DeleteEdge(HOLDS, Shop.byId("folder"), Shop.byId("file")));
    assertThat(acme.sees(AS_BOB, "file")).isFalse();

    acme.apply(edge(HOLDS, "folder", "file"));
    assertThat(acme.sees(AS_BOB, "file")).isTrue();
    acme.apply(new Operation.DeleteNode(Shop.byId("folder"), false));
    assertThat(acme.sees(AS_BOB, "file")).isFalse();
  }

  @Test
  void anExpiredShareIsNone() throws Exception {
    long now = acme.store.state().tenantTime();
    acme.apply(
        new Operation.ShareNode(Shop.byId("folder"), Grant.ofWord(BOB, "read", now + 1_000)));
    assertThat(acme.sees(AS_BOB, "file")).isTrue();
    acme.records.later(2_000);
    acme.apply(person("any", "x"));
    assertThat(acme.sees(AS_BOB, "file")).isFalse();
  }

  @Test
  void aDenyOnTheWayOrAtTheEndStops() throws Exception {
    acme.apply(withAcl(person("inner", "x")), edge(HOLDS, "file", "inner"), shareWithBob("folder"));
    assertThat(acme.sees(AS_BOB, "inner")).isTrue();

    acme.apply(new Operation.ShareNode(Shop.byId("file"), Grant.ofWord(BOB, "deny", 0)));
    assertThat(acme.sees(AS_BOB, "file")).isFalse();
    assertThat(acme.sees(AS_BOB, "inner")).isFalse();
  }

  @Test
  void circlesEndAndDepthIsBounded() throws Exception {
    acme.apply(edge(HOLDS, "file", "folder"));
    var operations = new ArrayList<Operation>();
    String before = "file";
    for (int i = 1; i <= Limits.SHARE_DEPTH_MAX; i++) {
      operations.add(withAcl(person("n" + i, "x")));
      operations.add(edge(HOLDS, before, "n" + i));
      before = "n" + i;
    }
    acme.apply(operations.toArray(Operation[]::new));
    acme.apply(shareWithBob("file"));

    assertThat(acme.sees(AS_BOB, "folder")).isTrue();
    assertThat(acme.sees(AS_BOB, "n10")).isTrue();
    acme.apply(new Operation.RevokeAccess(Shop.byId("file"), BOB), shareWithBob("folder"));
    assertThat(acme.sees(AS_BOB, "n9")).isTrue();
    assertThat(acme.sees(AS_BOB, "n10")).isFalse();
  }

  @Test
  void onlyWhoMayShareTheTargetLaysSuchAnEdge() throws Exception {
    acme.apply(withAcl(person("secret", "x"), Grant.ofWord(BOB, "write", 0)));
    acme.apply(BOB, person("bobs", "x"));

    assertThat(acme.refuse(BOB, edge(HOLDS, "bobs", "secret")).code())
        .isEqualTo(RefusalCode.FORBIDDEN);
    acme.apply(edge(HOLDS, "secret", "file"));
    acme.apply(BOB, edge(HOLDS, "secret", "file"));
  }

  @Test
  void aPlanSeesItsOwnEdgesAndShares() throws Exception {
    acme.apply(withAcl(person("deep", "x")));
    acme.apply(
        BOB, withAcl(person("top", "x")), new Operation.TransferOwnership(Shop.byId("top"), ALICE));
    acme.apply(shareWithBob("top"), edge(HOLDS, "top", "deep"));
    assertThat(acme.sees(AS_BOB, "deep")).isTrue();
  }

  @Test
  void turningItOnOrOffFollowsAtOnceAndTakesAnAdmin() throws Exception {
    acme.apply(shareWithBob("folder"));
    acme.apply(new Operation.PutSchema(schema(false)));
    assertThat(acme.sees(AS_BOB, "file")).isFalse();

    acme.apply(new Operation.SetMember(new Member(BOB, Role.MEMBER), Operation.SetMember.Mode.ADD));
    assertThat(acme.refuse(BOB, new Operation.PutSchema(schema(true))).code())
        .isEqualTo(RefusalCode.FORBIDDEN);
    acme.apply(new Operation.PutSchema(schema(true)));
    assertThat(acme.sees(AS_BOB, "file")).isTrue();
  }

  @Test
  void sharingAnOpenNodeLeavesGuestsOutside() throws Exception {
    var guest = new Principal("user:guest");
    acme.apply(
        new Operation.SetMember(new Member(guest, Role.GUEST), Operation.SetMember.Mode.ADD));
    acme.apply(person("open", "x"));
    acme.apply(new Operation.ShareNode(Shop.byId("open"), Grant.read(new Principal("user:z"))));

    assertThat(acme.sees(Acme.viewer(guest), "open")).isFalse();
    assertThat(acme.sees(AS_BOB, "open")).isTrue();
    acme.apply(BOB, rename("open"));
    acme.apply(BOB, new Operation.DeleteNode(Shop.byId("open"), true));
  }

  private static Operation shareWithBob(String id) {
    return new Operation.ShareNode(Shop.byId(id), Grant.read(BOB));
  }

  private static Operation rename(String id) {
    return update(id, Map.of(Shop.NAME, Shop.str("y")));
  }

  private static Schema schema(boolean propagates) {
    var edges = new ArrayList<>(Shop.SCHEMA.edgeTypes().values());
    edges.add(
        new EdgeType(
            HOLDS,
            "holds",
            0,
            0,
            List.of(),
            SubjectExit.BOTH,
            false,
            propagates,
            false,
            "",
            DataPolicy.PERSONAL,
            List.of()));
    return Schema.of(Shop.SCHEMA.nodeTypes().values(), edges);
  }
}
