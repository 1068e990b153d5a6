package io.entdb.gateway.grpc;

import com.google.protobuf.Struct;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.grpc.v1.GetMailboxRequest;
import io.entdb.grpc.v1.GetMailboxResponse;
import io.entdb.grpc.v1.ListMailboxUsersRequest;
import io.entdb.grpc.v1.ListMailboxUsersResponse;
import io.entdb.grpc.v1.MailboxItem;
import io.entdb.grpc.v1.MailboxSearchResult;
import io.entdb.grpc.v1.SearchMailboxRequest;
import io.entdb.grpc.v1.SearchMailboxResponse;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.store.MailItem;
import io.entdb.store.Mailbox;
import io.entdb.store.Mailbox.Hits;
import io.entdb.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads users' mailboxes. */
final class MailboxCalls {
  private static final int HITS_DEFAULT = 50;

  private final Gateway gateway;

  MailboxCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  private record Opened(Page<MailItem> page, int unread) {}

  GetMailboxResponse items(Call call, GetMailboxRequest request) {
    ReadRequest read = ReadRequests.now(call, request.getContext());
    Principal user = user(read, request.getUserId());
    int size = Paging.size(0, request.getLimit(), Limits.PAGE_SIZE_DEFAULT);
    int offset = Paging.offset(request.getOffset());
    if (!request.getThreadId().isEmpty()) {
      return GetMailboxResponse.getDefaultInstance(); // No item is in a thread.
    }
    var filter =
        new Mailbox.Filter(
            request.getUnreadOnly(),
            request.getSourceTypeId() == 0
                ? OptionalInt.empty()
                : OptionalInt.of(request.getSourceTypeId()));
    Opened opened =
        call.value(
            gateway
                .services()
                .reads()
                .read(
                    read,
                    reader -> {
                      Mailbox mailbox = reader.mailbox(user);
                      return new Opened(
                          mailbox.items(filter, Optional.empty(), offset, size),
                          mailbox.unreadCount());
                    }));
    return GetMailboxResponse.newBuilder()
        .addAllItems(opened.page().items().stream().map(MailboxCalls::item).toList())
        .setUnreadCount(opened.unread())
        .setHasMore(opened.page().next().isPresent())
        .build();
  }

  SearchMailboxResponse search(Call call, SearchMailboxRequest request) {
    ReadRequest read = ReadRequests.now(call, request.getContext());
    Principal user = user(read, request.getUserId());
    String text = QueryCalls.searchText(request.getQuery());
    int size = Paging.size(0, request.getLimit(), HITS_DEFAULT);
    int offset = Paging.offset(request.getOffset());
    Hits hits =
        call.value(
            gateway
                .services()
                .reads()
                .read(
                    read,
                    reader ->
                        reader
                            .mailbox(user)
                            .search(text, request.getSourceTypeIdsList(), offset, size)));
    var answer = SearchMailboxResponse.newBuilder().setHasMore(hits.hasMore());
    for (Mailbox.Hit hit : hits.hits()) {
      answer.addResults(
          MailboxSearchResult.newBuilder()
              .setItem(item(hit.item()))
              .setRank((float) hit.rank())
              .setHighlights(hit.highlights()));
    }
    return answer.build();
  }

  /** Requests name no actor: the caller must be known otherwise. */
  ListMailboxUsersResponse users(Call call, ListMailboxUsersRequest request) {
    Caller caller =
        call.sender()
            .unnamed()
            .orElseThrow(
                () -> ApiException.forbidden("ListMailboxUsers requires an authenticated caller"));
    ReadRequest read = ReadRequests.now(call, call.tenant(request.getTenantId()), caller);
    List<Principal> users =
        call.value(gateway.services().reads().read(read, reader -> reader.mailboxUsers()));
    return ListMailboxUsersResponse.newBuilder()
        .addAllUserIds(users.stream().map(Messages::userId).toList())
        .build();
  }

  /** Whose mailbox: the caller's own where the request does not say. */
  private static Principal user(ReadRequest read, String userId) {
    return userId.isEmpty() ? read.caller().actor() : ReadRequests.user("user_id", userId);
  }

  private static MailboxItem item(MailItem item) {
    return MailboxItem.newBuilder()
        .setItemId(Long.toString(item.number()))
        .setRefId(item.node().value())
        .setSourceTypeId(item.typeId())
        .setSourceNodeId(item.node().value())
        .setTs(item.createdAt())
        .setSnippet(item.preview())
        .setState(
            Struct.newBuilder()
                .putFields(
                    "read",
                    com.google.protobuf.Value.newBuilder().setBoolValue(item.read()).build()))
        .build();
  }
}
