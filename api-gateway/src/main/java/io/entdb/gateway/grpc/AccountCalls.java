package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.control.Quotas;
import io.entdb.gateway.control.SharedWithMe;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.ExportUserDataRequest;
import io.entdb.grpc.v1.ExportUserDataResponse;
import io.entdb.grpc.v1.GetTenantQuotaRequest;
import io.entdb.grpc.v1.GetTenantQuotaResponse;
import io.entdb.grpc.v1.GetUserTenantsRequest;
import io.entdb.grpc.v1.GetUserTenantsResponse;
import io.entdb.grpc.v1.ListSharedWithMeRequest;
import io.entdb.grpc.v1.ListSharedWithMeResponse;
import io.entdb.model.NodeId;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.Value;
import io.entdb.model.json.JsonWriter;
import io.entdb.store.Page;
import io.entdb.store.PageKey;
import java.util.List;
import java.util.Optional;

/** What concerns a user or a tenant beyond one tenant's content. */
final class AccountCalls {
  private final Gateway gateway;

  AccountCalls(Gateway gateway) {
    this.gateway = gateway;
  }

  GetUserTenantsResponse tenants(Call call, GetUserTenantsRequest request) {
    var _ = call.caller(request.getActor());
    Principal user = ReadRequests.user("user_id", Writes.require("user_id", request.getUserId()));
    return GetUserTenantsResponse.newBuilder()
        .addAllMemberships(
            gateway.services().users().tenants(user).stream().map(Messages::membership).toList())
        .build();
  }

  ExportUserDataResponse export(Call call, ExportUserDataRequest request) {
    Caller caller = call.caller(request.getActor());
    Principal user = ReadRequests.user("user_id", Writes.require("user_id", request.getUserId()));
    try {
      String json = JsonWriter.canonical(gateway.services().exports().export(caller, user));
      return ExportUserDataResponse.newBuilder().setSuccess(true).setExportJson(json).build();
    } catch (ApiException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return ExportUserDataResponse.newBuilder().setError(e.getMessage()).build();
    }
  }

  GetTenantQuotaResponse quota(Call call, GetTenantQuotaRequest request) {
    Services services = gateway.services();
    ReadRequest read =
        ReadRequests.at(services, call, request.getTenantId(), request.getActor(), 0);
    Quotas.State state = services.quotas().get(read);
    return GetTenantQuotaResponse.newBuilder()
        .setTenantId(read.tenant().value())
        .setMaxWritesPerMonth(state.quota().maxWritesPerMonth())
        .setWritesUsed(state.use().writes())
        .setPeriodStartMs(state.use().startMs())
        .setPeriodEndMs(state.use().endMs())
        .setMaxRpsSustained(state.quota().maxRpsSustained())
        .setMaxRpsBurst(state.quota().maxRpsBurst())
        .setMaxRpsPerUserSustained(state.quota().maxRpsPerUserSustained())
        .setMaxRpsPerUserBurst(state.quota().maxRpsPerUserBurst())
        .setHardEnforce(state.quota().hardEnforce())
        .build();
  }

  ListSharedWithMeResponse shared(Call call, ListSharedWithMeRequest request) {
    ReadRequest read = ReadRequests.now(call, request.getContext());
    Paging paging =
        Paging.of(
            "grpc shared\n" + read.tenant() + "\n" + read.caller().actor(),
            request.getPageSize(),
            request.getLimit(),
            0, // Not read: tokens page.
            request.getPageToken());
    SharedWithMe.Page page =
        gateway
            .services()
            .sharedWithMe()
            .list(read, paging.after().map(AccountCalls::after), paging.size());
    if (page.stale()) {
      call.arrival().stale().set(true);
    }
    call.arrival().elsewhere().set(page.elsewhere().toHeader());
    var answer = ListSharedWithMeResponse.newBuilder().setHasMore(page.hasMore());
    page.nodes().forEach(it -> answer.addNodes(Messages.node(it.tenant(), it.node())));
    if (page.hasMore()) {
      SharedWithMe.Shared last = page.nodes().getLast();
      var next = new PageKey(new Value.Str(last.tenant().value()), last.node().id().value());
      answer.setNextPageToken(paging.next(new Page<>(List.of(), Optional.of(next))));
    }
    return answer.build();
  }

  private static SharedWithMe.After after(PageKey key) {
    String tenant = key.value() instanceof Value.Str(String text) ? text : "";
    return new SharedWithMe.After(new TenantId(tenant), new NodeId(key.id()));
  }
}
