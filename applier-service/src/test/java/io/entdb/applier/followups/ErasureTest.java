package io.entdb.applier.followups;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.Member;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.model.record.WalRecord;
import io.entdb.model.schema.CapabilityRules;
import io.entdb.model.schema.DataPolicy;
import io.entdb.model.schema.EdgeType;
import io.entdb.model.schema.FieldDef;
import io.entdb.model.schema.FieldKind;
import io.entdb.model.schema.NodeType;
import io.entdb.model.schema.Schema;
import io.entdb.store.Membership;
import io.entdb.store.NodeView;
import io.entdb.store.PinnedFile;
import io.entdb.store.StoreException;
import io.entdb.store.Viewer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users and tenants that are deleted leave nothing in the files, free pages included. */
class ErasureTest {
  private static final Principal ANN = new Principal("user:ann-zebrafinch");
  private static final Principal OWNER = new Principal("user:olga");
  private static final TenantId ACME = new TenantId("acme");
  private static final long GRACE = 60_000;

  private static final int DIARY = 1;
  private static final int DEAL = 2;
  private static final int INVOICE = 3;
  private static final int ABOUT = 1;
  private static final int TEXT = 2;
  private static final int AMOUNT = 3;
  private static final int KNOWS = 9;

  /** What only Ann's data holds. */
  private static final List<String> PERSONAL =
      List.of("zebrafinch", "quokka", "numbat", "ann@", "Annabel");

  @TempDir Path folder;
  private final SimulatedTenant.Clock clock = new SimulatedTenant.Clock();
  private final Map<TenantId, SimulatedTenant> tenants = new LinkedHashMap<>();
  private SimulatedTenant system;
  private SimulatedTenant acme;

  @BeforeEach
  void annHasDataInATenant() throws Exception {
    system = new SimulatedTenant(TenantId.SYSTEM, 0, 1, folder, clock);
    tenants.put(TenantId.SYSTEM, system);
    system.ask(new Operation.CreateTenant(ACME, "Acme", OWNER, 1, 0));
    system.ask(new ControlOperation.CreateUser(ANN, "ann@numbat", "Annabel"));
    system.ask(new ControlOperation.CreateUser(OWNER, "ann@numbat", "refused"));
    acme = new SimulatedTenant(ACME, 1, 1, folder, clock);
    tenants.put(ACME, acme);
    acme.ask(
        new Operation.OpenTenant(
            List.of(new Member(OWNER, Role.OWNER), new Member(ANN, Role.MEMBER)), schema()));
    acme.ask(new Operation.SetGroupMember(new Principal("group:g"), ANN, "member"));
  }

  @AfterEach
  void close() throws Exception {
    for (SimulatedTenant tenant : tenants.values()) {
      assertThat(tenant.store.recomputeDigest()).isEqualTo(tenant.store.state().digest());
      tenant.close();
    }
  }

  private static Schema schema() {
    return Schema.of(
        List.of(
            type(DIARY, DataPolicy.PERSONAL),
            type(DEAL, DataPolicy.BUSINESS),
            type(INVOICE, DataPolicy.FINANCIAL)),
        List.of(EdgeType.of(KNOWS, "knows", 0, 0)));
  }

  private static NodeType type(int id, DataPolicy policy) {
    return new NodeType(
        id,
        "T" + id,
        List.of(
            FieldDef.of(ABOUT, "about", FieldKind.STR),
            new FieldDef(
                TEXT,
                "text",
                FieldKind.STR,
                true,
                "",
                List.of(),
                0,
                true,
                true,
                true,
                true,
                false,
                ""),
            FieldDef.of(AMOUNT, "amount", FieldKind.INT)),
        false,
        "",
        Optional.empty(),
        policy,
        ABOUT,
        "",
        0,
        List.of(),
        List.of(),
        CapabilityRules.NONE);
  }

  /** Of Ann by its subject field; the system owns it. */
  private Operation about(int type, String id, String text) {
    return new Operation.CreateNode(
        type,
        new NodeId(id),
        "",
        Payload.of(
            Map.of(
                ABOUT, new Value.Str(ANN.id()),
                TEXT, new Value.Str(text),
                AMOUNT, new Value.Int(7))),
        Optional.of(List.of(Grant.read(ANN))));
  }

  private static Operation edge(String from, String to) {
    return new Operation.CreateEdge(
        KNOWS, ref(from), ref(to), Payload.of(Map.of(1, new Value.Str("quokka"))));
  }

  private static NodeRef ref(String id) {
    return new NodeRef.ById(new NodeId(id));
  }

  private void annWrites() throws Exception {
    acme.ask(about(DIARY, "d1", "dear diary quokka"));
    acme.ask(about(DEAL, "b1", "sold to quokka"));
    acme.ask(about(INVOICE, "i1", "invoice of quokka"));
    acme.ask(about(DIARY, "d2", "soft quokka"));
    acme.ask(new Operation.DeleteNode(ref("d2"), false));
    acme.ask(
        new Operation.CreateNode(
            DEAL,
            new NodeId("other"),
            "",
            Payload.of(Map.of(TEXT, new Value.Str("nobody's"))),
            Optional.of(List.of(Grant.read(ANN.in(new TenantId("home")))))));
    acme.ask(edge("other", "b1"));
    acme.ask(edge("d1", "other"));
    acme.ask(about(DIARY, "d9", "dear diary quokka")); // Refused: the text is taken.
    acme.ask(new Operation.TransferOwnership(ref("i1"), ANN));
    // Enough to make the walk take several records.
    var many = new ArrayList<Operation>();
    for (int i = 0; i < 450; i++) {
      many.add(about(DIARY, "m" + i, "page of quokka " + i));
    }
    acme.ask(many.toArray(Operation[]::new));
    settle();
  }

  private void deleteAnn() throws Exception {
    system.ask(new ControlOperation.DeleteUser(ANN, GRACE));
    settle();
  }

  @Test
  void nothingPersonalIsLeftAfterTheGrace() throws Exception {
    annWrites();
    deleteAnn();
    assertThat(node("d1")).isPresent();
    assertThat(isFrozen()).isTrue();
    clock.pass(GRACE + 1);
    settle();

    assertThat(node("d1")).isEmpty();
    assertThat(node("m17")).isEmpty();
    NodeView deal = node("b1").orElseThrow();
    assertThat(deal.payload().get(TEXT)).isEqualTo(new Value.Str("erased:b1"));
    assertThat(deal.payload().get(AMOUNT)).isEqualTo(new Value.Int(7));
    assertThat(node("i1").orElseThrow().payload().get(TEXT)).isEqualTo(new Value.Str("erased:i1"));
    assertThat(node("other").orElseThrow().acl()).isEmpty();
    assertThat(
            system.store.read(Viewer.INTERNAL, reader -> reader.user(ANN)).orElseThrow().status())
        .isEqualTo(UserStatus.DELETED);
    List<TenantId> sightings = system.store.read(Viewer.INTERNAL, reader -> reader.sightings(ANN));
    assertThat(sightings).isEmpty();
    List<Membership> memberships =
        system.store.read(Viewer.INTERNAL, reader -> reader.memberships(ANN));
    assertThat(memberships).isEmpty();

    assertFileHolds(acme, List.of(), PERSONAL);
    // The directory keeps the id, so that nobody else becomes Ann.
    assertFileHolds(system, List.of(ANN.value()), List.of("numbat", "ann@", "Annabel"));
  }

  @Test
  void theTestFindsWhatIsThere() throws Exception {
    annWrites();
    assertFileHolds(acme, List.of("zebrafinch", "quokka"), List.of());
  }

  @Test
  void aDeletionTakenBackErasesNothing() throws Exception {
    annWrites();
    deleteAnn();
    system.ask(new ControlOperation.CancelUserDeletion(ANN));
    clock.pass(GRACE + 1);
    settle();
    assertThat(node("d1")).isPresent();
    assertThat(isFrozen()).isFalse();
  }

  @Test
  void aTenantOnHoldErasesWhenTheHoldEnds() throws Exception {
    annWrites();
    acme.ask(new Operation.SetTenantStatus(TenantStatus.LEGAL_HOLD));
    settle();
    deleteAnn();
    clock.pass(GRACE + 1);
    settle();
    assertThat(node("d1")).isPresent();
    acme.ask(new Operation.SetTenantStatus(TenantStatus.ACTIVE));
    settle();
    assertThat(node("d1")).isEmpty();
    assertFileHolds(acme, List.of(), PERSONAL);
  }

  @Test
  void aTenantThatOnlyTheUserOwnsGoesWithIt() throws Exception {
    annWrites();
    acme.ask(new Operation.SetMember(new Member(ANN, Role.OWNER), Operation.SetMember.Mode.CHANGE));
    acme.ask(
        new Operation.SetMember(new Member(OWNER, Role.ADMIN), Operation.SetMember.Mode.CHANGE));
    settle();
    deleteAnn();
    clock.pass(GRACE + 1);
    settle();
    assertThat(status()).isEqualTo(TenantStatus.DELETED);
    assertFileHolds(acme, List.of(), PERSONAL);
  }

  @Test
  void aDeletedTenantIsEmptyAfterItsGrace() throws Exception {
    annWrites();
    system.ask(new ControlOperation.DeleteTenant(ACME, GRACE));
    settle();
    assertThat(node("d1")).isPresent();
    clock.pass(GRACE + 1);
    settle();
    assertThat(status()).isEqualTo(TenantStatus.DELETED);
    assertThat(system.store.read(Viewer.INTERNAL, reader -> reader.standing(ACME)).status())
        .isEqualTo(TenantStatus.DELETED);
    assertFileHolds(acme, List.of(), PERSONAL);
    acme.ask(about(DIARY, "again", "quokka"));
    settle();
    assertThat(node("again")).isEmpty();
  }

  @Test
  void aTenantPutOnHoldBeforeTheOrderArrivesStays() throws Exception {
    annWrites();
    system.ask(new ControlOperation.DeleteTenant(ACME, 0));
    clock.pass(10);
    acme.ask(new Operation.SetTenantStatus(TenantStatus.LEGAL_HOLD)); // Not told yet.
    settle();
    assertThat(node("d1")).isPresent();
    assertThat(system.store.read(Viewer.INTERNAL, reader -> reader.standing(ACME)).status())
        .isEqualTo(TenantStatus.LEGAL_HOLD);
  }

  private boolean isFrozen() throws StoreException {
    return acme.store.read(Viewer.INTERNAL, reader -> reader.isFrozen(ANN));
  }

  private TenantStatus status() throws StoreException {
    return acme.store.read(Viewer.INTERNAL, reader -> reader.status());
  }

  private Optional<NodeView> node(String id) throws StoreException {
    return acme.store.read(Viewer.INTERNAL, reader -> reader.node(new NodeId(id), true));
  }

  /** What a file's bytes hold, and the bytes of the WAL file beside it. */
  private void assertFileHolds(SimulatedTenant tenant, List<String> there, List<String> gone)
      throws Exception {
    Path wal = folder.resolve(tenant.id + ".db-wal");
    var bytes = new StringBuilder(Files.readString(wal, StandardCharsets.ISO_8859_1));
    try (PinnedFile image = tenant.store.pin()) {
      bytes.append(Files.readString(image.path(), StandardCharsets.ISO_8859_1));
    }
    for (String text : there) {
      assertThat(bytes.indexOf(text)).as(text).isNotNegative();
    }
    for (String text : gone) {
      assertThat(bytes.indexOf(text)).as(text).isNegative();
    }
  }

  private void settle() throws Exception {
    var log =
        new RecordLog() {
          @Override
          public long append(int partition, WalRecord record) {
            SimulatedTenant tenant = tenants.get(record.tenant());
            assertThat(tenant).isNotNull();
            return tenant == null ? -1 : tenant.append(record);
          }
        };
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
}
