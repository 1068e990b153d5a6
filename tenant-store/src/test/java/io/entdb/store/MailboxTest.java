package io.entdb.store;

import static io.entdb.store.Records.ALICE;
import static io.entdb.store.Records.BOB;
import static io.entdb.store.Shop.person;
import static io.entdb.store.Shop.withAcl;
import static io.entdb.store.Shop.withRecipients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import io.entdb.model.Value;
import io.entdb.model.record.Member;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Word of nodes in users' mailboxes. */
class MailboxTest {
  private static final Principal TEAM = new Principal("group:team");
  private static final Principal ALL_TEAMS = new Principal("group:all");
  private static final Principal CARL = new Principal("user:carl");

  @TempDir Path folder;
  private Acme acme;

  @BeforeEach
  void open() throws Exception {
    acme = new Acme(folder, Shop.SCHEMA);
    acme.apply(
        new Operation.SetMember(new Member(BOB, Role.MEMBER), Operation.SetMember.Mode.ADD),
        new Operation.SetMember(new Member(CARL, Role.VIEWER), Operation.SetMember.Mode.ADD),
        new Operation.SetGroupMember(TEAM, BOB, "r"),
        new Operation.SetGroupMember(ALL_TEAMS, TEAM, "r"),
        new Operation.SetGroupMember(TEAM, ALL_TEAMS, "a circle"));
  }

  @AfterEach
  void close() throws Exception {
    acme.close();
  }

  @Test
  void groupsRolesAndEverybodyAreTheirUsersAtThatMoment() throws Exception {
    acme.apply(withRecipients(person("g", "x"), ALL_TEAMS));
    acme.apply(withRecipients(person("r", "x"), new Principal("role:viewer")));
    acme.apply(withRecipients(person("e", "x"), Principal.EVERYONE, BOB, TEAM));
    acme.apply(new Operation.SetGroupMember(TEAM, CARL, "late"));

    assertThat(nodes(BOB)).containsExactly("e", "g");
    assertThat(nodes(CARL)).containsExactly("e", "r");
    assertThat(nodes(ALICE)).containsExactly("e");
    assertThat(acme.store.read(Acme.viewer(ALICE), TenantReader::mailboxUsers))
        .containsExactly(ALICE, BOB, CARL);
    assertThat(acme.store.read(Acme.viewer(BOB), TenantReader::mailboxUsers)).containsExactly(BOB);
  }

  @Test
  void itemsGoWithTheirNode() throws Exception {
    acme.apply(withRecipients(person("a", "x"), BOB), withRecipients(person("b", "x"), BOB));
    acme.apply(new Operation.DeleteNode(Shop.byId("a"), false));
    assertThat(nodes(BOB)).containsExactly("b");
    acme.apply(new Operation.DeleteNode(Shop.byId("b"), true));
    assertThat(nodes(BOB)).isEmpty();
    assertThat(acme.store.read(Acme.viewer(ALICE), TenantReader::mailboxUsers)).isEmpty();

    acme.apply(withRecipients(person("b", "again"), BOB));
    assertThat(items(BOB).getFirst().number()).isEqualTo(3);
  }

  @Test
  void anItemIsSeenOnlyByThoseWhoSeeTheNode() throws Exception {
    acme.apply(withRecipients(withAcl(person("a", "x")), BOB));
    assertThat(nodes(BOB)).isEmpty();
    assertThat(unread(BOB)).isZero();

    acme.apply(new Operation.ShareNode(Shop.byId("a"), Grant.read(BOB)));
    assertThat(nodes(BOB)).containsExactly("a");
    assertThat(unread(BOB)).isEqualTo(1);
  }

  @Test
  void aMailboxIsItsUsersAlone() throws Exception {
    acme.apply(withRecipients(person("a", "x"), BOB));

    assertThatThrownBy(() -> mailbox(ALICE, BOB, Mailbox::unreadCount))
        .isInstanceOf(AccessDeniedException.class);
    assertThat((int) mailbox(Acme.ROOT, BOB, Mailbox::unreadCount)).isEqualTo(1);
    assertThat(acme.refuse(ALICE, new Operation.MarkRead(BOB, Optional.empty())).code())
        .isEqualTo(RefusalCode.FORBIDDEN);
  }

  @Test
  void aNodeOfAMailboxIsAnItemOfIt() throws Exception {
    acme.apply(Shop.storedIn(person("m", "x"), new Storage.Mailbox(BOB)));

    assertThat(nodes(BOB)).containsExactly("m");
    var elsewhere =
        withRecipients(Shop.storedIn(person("n", "x"), new Storage.Mailbox(BOB)), ALICE);
    assertThat(acme.refuse(ALICE, elsewhere).message()).contains("no other recipients");
  }

  @Test
  void oneItemOrAllAreMarkedRead() throws Exception {
    for (int i = 0; i < 5; i++) {
      acme.apply(withRecipients(person("n" + i, "x"), BOB));
    }
    var marked = new Operation.MarkRead(BOB, Optional.of(Shop.byId("n3")));
    assertThat(acme.apply(BOB, marked).getFirst().existing()).isTrue();
    assertThat(acme.apply(BOB, marked).getFirst().existing()).isFalse();
    assertThat(unread(BOB)).isEqualTo(4);
    assertThat(unreadNodes(BOB)).containsExactly("n4", "n2", "n1", "n0");

    acme.apply(BOB, new Operation.MarkRead(BOB, Optional.empty()));
    acme.apply(withRecipients(person("new", "x"), BOB));
    assertThat(unreadNodes(BOB)).containsExactly("new");
    assertThat(nodes(BOB)).hasSize(6);
  }

  @Test
  void aViewerMarksItsOwnMailAndWritesNothingElse() throws Exception {
    acme.apply(withRecipients(person("a", "x"), CARL));

    acme.apply(CARL, new Operation.MarkRead(CARL, Optional.empty()));
    assertThat(unread(CARL)).isZero();
    assertThat(
            acme.refuse(CARL, new Operation.MarkRead(CARL, Optional.empty()), person("b", "x"))
                .code())
        .isEqualTo(RefusalCode.FORBIDDEN);
  }

  @Test
  void pagesGoOnBehindTheirKeyWhileItemsComeAndGo() throws Exception {
    for (int i = 0; i < 9; i++) {
      acme.apply(withRecipients(person("n" + i, "x"), BOB));
    }
    Page<MailItem> first = mailbox(BOB, BOB, it -> it.items(ALL, Optional.empty(), 0, 3));
    acme.apply(withRecipients(person("late", "x"), BOB));
    acme.apply(new Operation.DeleteNode(Shop.byId("n6"), true));
    acme.apply(new Operation.DeleteNode(Shop.byId("n5"), true));
    Page<MailItem> second = mailbox(BOB, BOB, it -> it.items(ALL, first.next(), 0, 3));
    Page<MailItem> last = mailbox(BOB, BOB, it -> it.items(ALL, second.next(), 1, 3));

    assertThat(ids(first.items())).containsExactly("n8", "n7", "n6");
    assertThat(ids(second.items())).containsExactly("n4", "n3", "n2");
    assertThat(ids(last.items())).containsExactly("n0");
    assertThat(last.next()).isEmpty();
  }

  @Test
  void aSearchFindsItemsWithHighlightsBestFirst() throws Exception {
    acme.apply(
        withRecipients(item("long", "tea and biscuits and much else, also some tea pots"), BOB),
        withRecipients(item("short", "green tea"), BOB),
        withRecipients(item("other", "coffee"), BOB),
        withRecipients(item("hers", "tea"), ALICE),
        item("nobodys", "tea"),
        Shop.storedIn(item("private", "tea for one"), new Storage.Mailbox(BOB)));

    Mailbox.Hits hits = mailbox(BOB, BOB, it -> it.search("tea", List.of(), 0, 10));
    assertThat(hits.hits().stream().map(it -> it.item().node().value()))
        .containsExactlyInAnyOrder("short", "long", "private");
    assertThat(hits.hits()).allSatisfy(it -> assertThat(it.highlights()).contains("<b>tea</b>"));
    assertThat(hits.hits()).isSortedAccordingTo((a, b) -> Double.compare(a.rank(), b.rank()));
    assertThat(hits.hits().getFirst().item().preview()).isNotEmpty();

    Mailbox.Hits page = mailbox(BOB, BOB, it -> it.search("tea", List.of(), 1, 1));
    assertThat(page.hits()).hasSize(1);
    assertThat(page.hasMore()).isTrue();
    assertThat(mailbox(BOB, BOB, it -> it.search("tea", List.of(Shop.PERSON), 0, 9)).hits())
        .isEmpty();
  }

  @Test
  void textsThatAreNoQueryAreRefused() throws Exception {
    acme.apply(withRecipients(item("a", "tea"), BOB));
    for (String text : List.of("\"open", "", "AND", "a NEAR/x b", "x".repeat(1_001), "nope:tea")) {
      assertThatThrownBy(() -> mailbox(BOB, BOB, it -> it.search(text, List.of(), 0, 9)))
          .as("%s", text)
          .isInstanceOf(InvalidException.class);
    }
  }

  @Test
  void whoIsNoRecipientIsRefused() throws Exception {
    for (String recipient : List.of("system:x", "role:king", "tenant:other", "service:s")) {
      assertThat(
              acme.refuse(ALICE, withRecipients(person("a", "x"), new Principal(recipient)))
                  .message())
          .contains("no recipient");
    }
  }

  @Test
  void aPlanReachesTenThousandUsersAndNoMore() throws Exception {
    var names = new ArrayList<Operation>();
    for (int i = 0; i < 5_000; i++) {
      names.add(new Operation.SetGroupMember(TEAM, new Principal("user:u" + i), "r"));
    }
    acme.apply(names.toArray(Operation[]::new));
    acme.apply(new Operation.RemoveGroupMember(TEAM, BOB));

    acme.apply(withRecipients(person("a", "x"), TEAM), withRecipients(person("b", "x"), TEAM));
    assertThat(
            acme.refuse(
                    ALICE,
                    withRecipients(person("c", "x"), TEAM),
                    withRecipients(person("d", "x"), TEAM),
                    withRecipients(person("e", "x"), BOB))
                .message())
        .contains("more than 10000 users");
    assertThat(nodes(new Principal("user:u7"))).containsExactly("b", "a");
  }

  private static final Mailbox.Filter ALL = Mailbox.Filter.ALL;

  private static Operation.CreateNode item(String id, String title) {
    return new Operation.CreateNode(
        Shop.ITEM,
        new NodeId(id),
        "",
        Payload.of(Map.of(1, new Value.Str(title))),
        Optional.empty());
  }

  private <T> T mailbox(Principal viewer, Principal user, Function<Mailbox, T> reading)
      throws StoreException {
    return acme.store.read(Acme.viewer(viewer), it -> reading.apply(it.mailbox(user)));
  }

  private List<MailItem> items(Principal user) throws StoreException {
    return mailbox(user, user, it -> it.items(ALL, Optional.empty(), 0, 100)).items();
  }

  private List<String> nodes(Principal user) throws StoreException {
    return ids(items(user));
  }

  private List<String> unreadNodes(Principal user) throws StoreException {
    var unread = new Mailbox.Filter(true, java.util.OptionalInt.empty());
    return ids(mailbox(user, user, it -> it.items(unread, Optional.empty(), 0, 100)).items());
  }

  private int unread(Principal user) throws StoreException {
    return mailbox(user, user, Mailbox::unreadCount);
  }

  private static List<String> ids(List<MailItem> items) {
    return items.stream().map(it -> it.node().value()).toList();
  }
}
