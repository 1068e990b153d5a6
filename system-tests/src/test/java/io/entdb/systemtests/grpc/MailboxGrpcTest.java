package io.entdb.systemtests.grpc;

import static io.entdb.systemtests.grpc.Grpc.number;
import static io.entdb.systemtests.grpc.Grpc.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.grpc.v1.CreateNodeOp;
import io.entdb.grpc.v1.DeleteWhereOp;
import io.entdb.grpc.v1.ExecuteAtomicResponse;
import io.entdb.grpc.v1.FieldFilter;
import io.entdb.grpc.v1.FilterOp;
import io.entdb.grpc.v1.GetMailboxRequest;
import io.entdb.grpc.v1.GetMailboxResponse;
import io.entdb.grpc.v1.GetNodeRequest;
import io.entdb.grpc.v1.GetNodesRequest;
import io.entdb.grpc.v1.ListMailboxUsersRequest;
import io.entdb.grpc.v1.MailboxItem;
import io.entdb.grpc.v1.MailboxSearchResult;
import io.entdb.grpc.v1.NodeConflictPolicy;
import io.entdb.grpc.v1.Operation;
import io.entdb.grpc.v1.QueryNodesRequest;
import io.entdb.grpc.v1.SchemaDescriptor;
import io.entdb.grpc.v1.SchemaFieldDef;
import io.entdb.grpc.v1.SchemaNodeTypeDef;
import io.entdb.grpc.v1.SearchMailboxRequest;
import io.entdb.grpc.v1.SearchNodesRequest;
import io.entdb.grpc.v1.StorageMode;
import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mailboxes, search, and the operations of plans that touch what they do not name. */
@ExtendWith(SharedStack.class)
class MailboxGrpcTest {
  private static final int LETTER = 1003;

  /** Letters have a text that can be searched. */
  private static final SchemaDescriptor SCHEMA =
      SchemaDescriptor.newBuilder()
          .addNodeTypes(
              SchemaNodeTypeDef.newBuilder()
                  .setTypeId(LETTER)
                  .addFields(
                      SchemaFieldDef.newBuilder().setFieldId(1).setKind("str").setSearchable(true)))
          .build();

  private Grpc alice;
  private Grpc bob;

  @BeforeEach
  void freshTenant(LocalStack stack) {
    alice = Grpc.fresh(stack);
    bob = alice.as(Grpc.BOB);
  }

  private String letter(CreateNodeOp.Builder op, String text) {
    return alice
        .call()
        .executeAtomic(
            alice
                .plan(Grpc.create(op.setTypeId(LETTER).putTypedData(1, text(text))))
                .setSchema(SCHEMA)
                .build())
        .getCreatedNodeIds(0);
  }

  private static GetMailboxResponse mailbox(Grpc grpc, GetMailboxRequest.Builder request) {
    return grpc.call().getMailbox(request.setContext(grpc.context()).build());
  }

  @Test
  void recipientsFindWordOfANodeInTheirMailboxes() {
    String first = letter(CreateNodeOp.newBuilder().addFanoutTo("bob"), "hello quick fox");
    String second = letter(CreateNodeOp.newBuilder().addFanoutTo("user:bob"), "lazy dog");
    GetMailboxResponse all = mailbox(bob, GetMailboxRequest.newBuilder());
    assertThat(all.getItemsList())
        .extracting(MailboxItem::getSourceNodeId)
        .containsExactly(second, first);
    assertThat(all.getUnreadCount()).isEqualTo(2);
    assertThat(all.getItems(0).getSnippet()).contains("lazy");
    assertThat(all.getItems(0).getTs()).isPositive();
    assertThat(all.getItems(0).getState().getFieldsOrThrow("read").getBoolValue()).isFalse();
    GetMailboxResponse part = mailbox(bob, GetMailboxRequest.newBuilder().setLimit(1));
    assertThat(part.getHasMore()).isTrue();
    assertThat(mailbox(bob, GetMailboxRequest.newBuilder().setOffset(1)).getItemsList()).hasSize(1);
    assertThat(mailbox(bob, GetMailboxRequest.newBuilder().setSourceTypeId(7)).getItemsList())
        .isEmpty();

    List<MailboxSearchResult> found =
        bob.call()
            .searchMailbox(
                SearchMailboxRequest.newBuilder()
                    .setContext(bob.context())
                    .setUserId("bob")
                    .setQuery("fox")
                    .build())
            .getResultsList();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().getItem().getSourceNodeId()).isEqualTo(first);
    assertThat(found.getFirst().getHighlights()).contains("<b>fox</b>");
  }

  @Test
  void aMailboxIsItsUsersAlone() {
    letter(CreateNodeOp.newBuilder().addFanoutTo("bob"), "x");
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "mailbox",
        () -> mailbox(alice, GetMailboxRequest.newBuilder().setUserId("bob")));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "expected a user",
        () -> mailbox(alice, GetMailboxRequest.newBuilder().setUserId("group:x")));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "query must not be empty",
        () ->
            bob.call()
                .searchMailbox(
                    SearchMailboxRequest.newBuilder().setContext(bob.context()).build()));
    Grpc.requireFailure(
        Code.PERMISSION_DENIED,
        "authenticated caller",
        () ->
            bob.call()
                .listMailboxUsers(
                    ListMailboxUsersRequest.newBuilder().setTenantId(bob.tenant()).build()));
  }

  @Test
  void aMailboxNodeIsThereInItsMailboxOnly() {
    String id =
        letter(
            CreateNodeOp.newBuilder()
                .setStorageMode(StorageMode.STORAGE_MODE_USER_MAILBOX)
                .setTargetUserId("bob"),
            "private words");
    assertThat(bob.node(id).getFound()).isFalse();
    var get = GetNodeRequest.newBuilder().setContext(bob.context()).setNodeId(id);
    assertThat(bob.call().getNode(get.setTargetUser("bob").build()).getFound()).isTrue();
    assertThat(
            bob.call()
                .getNodes(
                    GetNodesRequest.newBuilder()
                        .setContext(bob.context())
                        .addNodeIds(id)
                        .setTargetUser("bob")
                        .build())
                .getNodesList())
        .hasSize(1);
    var query = QueryNodesRequest.newBuilder().setContext(bob.context()).setTypeId(LETTER);
    assertThat(bob.call().queryNodes(query.build()).getNodesList()).isEmpty();
    assertThat(bob.call().queryNodes(query.setTargetUser("bob").build()).getNodesList()).hasSize(1);
    var search =
        SearchNodesRequest.newBuilder()
            .setTenantId(bob.tenant())
            .setActor(Grpc.BOB)
            .setTypeId(LETTER)
            .setQuery("private");
    assertThat(bob.call().searchNodes(search.build()).getNodesList()).isEmpty();
    assertThat(bob.call().searchNodes(search.setTargetUser("bob").build()).getNodesList())
        .hasSize(1);
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "target_user_id",
        () ->
            letter(
                CreateNodeOp.newBuilder().setStorageMode(StorageMode.STORAGE_MODE_USER_MAILBOX),
                "x"));
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "target_user_id",
        () -> letter(CreateNodeOp.newBuilder().setTargetUserId("bob"), "x"));
  }

  @Test
  void searchFindsNodesByWordsBestFirst() {
    String fox = letter(CreateNodeOp.newBuilder(), "the quick brown fox");
    letter(CreateNodeOp.newBuilder(), "the lazy dog");
    var search =
        SearchNodesRequest.newBuilder()
            .setTenantId(alice.tenant())
            .setActor(Grpc.ALICE)
            .setTypeId(LETTER);
    assertThat(alice.call().searchNodes(search.setQuery("fox").build()).getNodes(0).getNodeId())
        .isEqualTo(fox);
    var both = alice.call().searchNodes(search.setQuery("the").setPageSize(1).build());
    assertThat(both.getNodesList()).hasSize(1);
    assertThat(both.getHasMore()).isTrue();
    assertThat(alice.call().searchNodes(search.setOffset(2).build()).getNodesList()).isEmpty();
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "",
        () -> alice.call().searchNodes(search.setQuery("\"open AND").build()));
  }

  @Test
  void aSkippedCreateNamesTheNodeThatIsThere() {
    String first = alice.note(Map.of(3, text("k")));
    ExecuteAtomicResponse answer =
        alice.commit(
            Grpc.create(
                CreateNodeOp.newBuilder()
                    .setTypeId(7)
                    .setAs("a")
                    .putTypedData(3, text("k"))
                    .setOnConflict(NodeConflictPolicy.NODE_CONFLICT_POLICY_SKIP)),
            Grpc.create(CreateNodeOp.newBuilder().setTypeId(7).setId("new")),
            Grpc.link("$a", "new"));
    assertThat(answer.getSuccess()).isTrue();
    assertThat(answer.getCreatedNodeIdsList()).containsExactly("", "new");
    assertThat(answer.getExistingNodeIdsList()).containsExactly(first, "");
  }

  @Test
  void deleteWhereDeletesWhatMeetsAllConditions() {
    for (int i = 0; i < 5; i++) {
      alice.note(Map.of(2, number(i)));
    }
    assertThat(alice.commit(deleteWhere(FilterOp.GTE, 3, 0)).getSuccess()).isTrue();
    assertThat(alice.commit(deleteWhere(FilterOp.LT, 3, 1)).getSuccess()).isTrue();
    assertThat(
            alice
                .call()
                .queryNodes(
                    QueryNodesRequest.newBuilder().setContext(alice.context()).setTypeId(7).build())
                .getNodesList())
        .hasSize(2);
    Grpc.requireFailure(
        Code.INVALID_ARGUMENT,
        "at least one predicate",
        () ->
            alice.commit(
                Operation.newBuilder()
                    .setDeleteWhere(DeleteWhereOp.newBuilder().setTypeId(7))
                    .build()));
  }

  private static Operation deleteWhere(FilterOp op, long value, int limit) {
    return Operation.newBuilder()
        .setDeleteWhere(
            DeleteWhereOp.newBuilder()
                .setTypeId(7)
                .setLimit(limit)
                .addWhere(
                    FieldFilter.newBuilder().setField("2").setOp(op).setTypedValue(number(value))))
        .build();
  }
}
