package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Records.BOB;
import static io.entdb.store.Shop.edge;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.str;
import static io.entdb.store.Shop.update;
import static io.entdb.store.Shop.withAcl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.Grant;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation.FollowUps;
import io.entdb.model.record.ControlOperation.Rebased;
import io.entdb.model.record.FollowUp;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant whose data become those of an image (ADR 0017). */
class RebaseTest {
  @TempDir Path folder;
  private Acme acme;
  private final Map<String, Path> files = new java.util.HashMap<>();
  private int images;
  private int keys;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
    acme.apply(new Operation.SetMember(new Member(BOB, Role.MEMBER), Operation.SetMember.Mode.ADD));
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    acme.close();
  }

  /** The present state as an image. */
  private RebaseImage image() throws Exception {
    Path file = folder.resolve("image-" + images++ + ".db");
    try (PinnedFile pinned = acme.store.pin()) {
      Files.copy(pinned.path(), file);
    }
    var image = new RebaseImage(file.toString(), "a".repeat(64), acme.store.state().digest());
    files.put(image.name(), file);
    return image;
  }

  private Path file(RebaseImage image) {
    return Optional.ofNullable(files.get(image.name())).orElseThrow(NoSuchElementException::new);
  }

  private LogEntry entry(Operation operation) {
    return acme.records.entry(
        Principal.INTERNAL, new Authority.Privileged(), "rebase-" + keys++, List.of(operation));
  }

  private Outcome rebase(RebaseImage image) throws Exception {
    return acme.store.apply(List.of(entry(new Rebased(image))), this::file).getFirst().outcome();
  }

  private List<String> rows(String... kinds) throws StoreException {
    var rows = new ArrayList<String>();
    acme.store.dump(
        line -> {
          for (String kind : kinds) {
            if (line.startsWith(kind)) {
              rows.add(line);
            }
          }
        });
    return rows;
  }

  /** As they begin in dumps. */
  private List<String> data() throws StoreException {
    return rows("node ", "grant ", "edge ", "MailboxRow", "ItemRow", "schema ");
  }

  private List<String> side() throws StoreException {
    return rows("MemberRow", "GroupMemberRow", "setting ", "outbox_last ", "InboxMark", "outcome ");
  }

  @Test
  void dataAreThoseOfTheImageAndTheRestStays() throws Exception {
    acme.apply(
        person("a", Map.of(Shop.NAME, str("Ann"), Shop.EMAIL, str("ann@x"))), person("b", "Ben"));
    acme.apply(
        edge(Shop.KNOWS, "a", "b"),
        new Operation.ShareNode(Shop.byId("a"), Grant.read(new Principal("user:carl"))));
    List<String> then = data();
    RebaseImage image = image();

    acme.apply(
        update("a", Map.of(Shop.NAME, str("Other"), Shop.EMAIL, str("other@x"))),
        new Operation.DeleteNode(Shop.byId("b"), true),
        person("c", "Carl"));
    acme.apply(new Operation.RemoveMember(BOB));
    List<String> side = side();
    long n = acme.store.state().n();

    assertThat(rebase(image)).isInstanceOf(Outcome.Applied.class);
    assertThat(data()).isEqualTo(then);
    assertThat(side()).containsAll(side).hasSize(side.size() + 1);
    assertThat(acme.store.state().n()).isEqualTo(n + 1);
    Outcome.Refused taken =
        acme.refuse(ALICE, person("d", Map.of(Shop.NAME, str("D"), Shop.EMAIL, str("ann@x"))));
    assertThat(taken.code()).isEqualTo(RefusalCode.UNIQUE_VIOLATION);
    acme.apply(person("e", Map.of(Shop.NAME, str("E"), Shop.EMAIL, str("other@x"))));
  }

  @Test
  void anOldKeyStillHasItsOutcomeAndUndoIsAnotherRebase() throws Exception {
    RebaseImage before = image();
    LogEntry plan = acme.records.plan(ALICE, "mine", person("a", "Ann"));
    Outcome first = acme.store.apply(List.of(plan)).getFirst().outcome();
    List<String> then = data();
    RebaseImage undo = image();

    rebase(before);
    assertThat(acme.sees(Acme.viewer(ALICE), "a")).isFalse();
    AppliedRecord again =
        acme.store.apply(List.of(acme.records.plan(ALICE, "mine", person("a", "Ann")))).getFirst();
    assertThat(again.duplicate()).isTrue();
    assertThat(again.outcome()).isEqualTo(first);

    rebase(undo);
    assertThat(data()).isEqualTo(then);
  }

  @Test
  void withoutItsImageNothingIsAppliedAndWithAWrongOneTheTenantStandsStill() throws Exception {
    RebaseImage image = image();
    StoreState before = acme.store.state();
    LogEntry plan = acme.records.plan(person("a", "Ann"));
    LogEntry rebase = entry(new Rebased(image));
    assertThatThrownBy(() -> acme.store.apply(List.of(plan, rebase)))
        .isInstanceOf(ImageUnavailableException.class);
    assertThat(acme.store.state()).isEqualTo(before);
    assertThatThrownBy(
            () ->
                acme.store.apply(
                    List.of(plan, rebase),
                    it -> {
                      throw new ImageDamagedException("chunk 1 is not what it says");
                    }))
        .isInstanceOf(RecordFaultException.class)
        .hasMessageContaining("chunk 1");
    assertThat(acme.store.state().n()).isEqualTo(plan.position().n());

    Path other = file(image());
    assertThatThrownBy(() -> acme.store.apply(List.of(rebase), it -> other))
        .isInstanceOf(RecordFaultException.class)
        .hasMessageContaining("the record names " + image.digest());
    acme.store.apply(List.of(rebase), this::file);
    assertThat(acme.sees(Acme.viewer(ALICE), "a")).isFalse();
  }

  @Test
  void itIsRefusedWhereItMustNotBe() throws Exception {
    RebaseImage image = image();
    assertThat(acme.refuse(ALICE, new Rebased(image)).code()).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(acme.refuse(Acme.ROOT, new Rebased(image)).code()).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(acme.refuse(Acme.ROOT, new Rebased(image), person("x", "x")).code())
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    acme.apply(Acme.ROOT, new Operation.SetTenantStatus(TenantStatus.LEGAL_HOLD));
    assertThat(((Outcome.Refused) rebase(image)).code()).isEqualTo(RefusalCode.TENANT_CLOSED);
    acme.apply(Acme.ROOT, new Operation.SetTenantStatus(TenantStatus.ARCHIVED));
    assertThat(rebase(image)).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void anErasedUserInAnImageIsReportedSoThatItIsErasedAgain() throws Exception {
    acme.apply(BOB, person("b", "of Bob"));
    RebaseImage image = image();
    erase(new FollowUp.EraseUser(BOB, new Principal("system:erased-1"), ""));
    assertThat(acme.sees(Acme.viewer(ALICE), "b")).isFalse();
    assertThat(rows("seen ")).doesNotContain("seen user:bob");

    rebase(image);
    List<OutboxRow> told = acme.store.read(Viewer.INTERNAL, reader -> reader.followUps(100));
    assertThat(told.getLast().followUp()).isEqualTo(new FollowUp.PrincipalSeen(BOB));
    assertThat(told.getLast().target()).isEqualTo(TenantId.SYSTEM);
    assertThat(rows("seen ")).contains("seen user:bob");
    erase(new FollowUp.EraseUser(BOB, new Principal("system:erased-1"), ""));
    assertThat(acme.sees(Acme.viewer(ALICE), "b")).isFalse();
  }

  @Test
  void anErasureUnderWayBeginsAgain() throws Exception {
    for (int i = 0; i < 300; i++) {
      acme.apply(BOB, person("b%03d".formatted(i), "of Bob"));
    }
    RebaseImage image = image();
    erase(new FollowUp.EraseUser(BOB, new Principal("system:erased-1"), ""));
    assertThat(acme.sees(Acme.viewer(ALICE), "b000")).isFalse();
    assertThat(acme.sees(Acme.viewer(ALICE), "b299")).isTrue();

    rebase(image);
    deliverToItself();
    assertThat(rows("node ")).isEmpty();
    assertThat(rows("seen ")).doesNotContain("seen user:bob");
  }

  @Test
  void aBranchHasTheDataOfAnotherTenantAndMembersOfItsOwn() throws Exception {
    acme.apply(withAcl(person("a", "Ann"), Grant.read(BOB)));
    List<String> then = data();
    RebaseImage image = image();
    var id = new TenantId("branch");
    var records = new Records(id, 3);
    try (var store = TenantStore.open(folder.resolve("x.db"), id, StoreSettings.DEFAULT)) {
      store.apply(List.of(records.opening(io.entdb.model.schema.Schema.EMPTY)));
      LogEntry rebase =
          records.entry(
              Principal.INTERNAL, new Authority.Privileged(), "r", List.of(new Rebased(image)));
      store.apply(List.of(rebase), this::file);
      var rows = new ArrayList<String>();
      store.dump(rows::add);
      assertThat(rows).containsAll(then).contains("seen user:bob");
      assertThat(rows.stream().filter(row -> row.startsWith("MemberRow"))).hasSize(1);
      assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
      Outcome created = store.apply(List.of(records.plan(person("n", "new")))).getFirst().outcome();
      assertThat(created).isInstanceOf(Outcome.Applied.class);
    }
  }

  @Test
  void searchAndFieldsAnswerFromTheImage() throws Exception {
    acme.apply(
        new Operation.CreateNode(
            Shop.ITEM,
            new io.entdb.model.NodeId("i"),
            "",
            Payload.of(Map.of(1, str("a green lamp"))),
            Optional.empty()));
    RebaseImage image = image();
    acme.apply(new Operation.DeleteNode(Shop.byId("i"), true));
    assertThat(found("lamp")).isEmpty();
    rebase(image);
    assertThat(found("lamp")).containsExactly("i");
    acme.apply(new Operation.DeleteNode(Shop.byId("i"), false));
    assertThat(found("lamp")).isEmpty();
  }

  private List<String> found(String text) throws StoreException {
    return acme
        .store
        .read(Acme.viewer(ALICE), reader -> reader.search(Shop.ITEM, text, 0, 10))
        .nodes()
        .stream()
        .map(node -> node.id().value())
        .toList();
  }

  private long orders;

  private void erase(FollowUp.EraseUser order) throws Exception {
    orders++;
    acme.store.apply(
        List.of(entry(new FollowUps(TenantId.SYSTEM, 1, orders, orders - 1, List.of(order)))));
  }

  private void deliverToItself() throws Exception {
    while (true) {
      Optional<OutboxRow> row = acme.store.read(Viewer.INTERNAL, ControlReader::followUpToItself);
      if (row.isEmpty()) {
        return;
      }
      long number = row.get().number();
      acme.store.apply(
          List.of(
              entry(
                  new FollowUps(
                      Acme.ID, Records.LIFE, number, number - 1, List.of(row.get().followUp()))),
              entry(new io.entdb.model.record.ControlOperation.Acknowledge(Acme.ID, number))));
    }
  }
}
