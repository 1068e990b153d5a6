package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.read.ReadRequest;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.grpc.v1.ArchiveTenantRequest;
import io.entdb.grpc.v1.ArchiveTenantResponse;
import io.entdb.grpc.v1.CreateTenantRequest;
import io.entdb.grpc.v1.CreateTenantResponse;
import io.entdb.grpc.v1.GetTenantRequest;
import io.entdb.grpc.v1.GetTenantResponse;
import io.entdb.grpc.v1.LegalHoldRequest;
import io.entdb.grpc.v1.LegalHoldResponse;
import io.entdb.grpc.v1.ListTenantsRequest;
import io.entdb.grpc.v1.ListTenantsResponse;
import io.entdb.grpc.v1.TenantDetail;
import io.entdb.grpc.v1.TenantInfo;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.TenantStatus;
import io.entdb.store.TenantEntry;
import java.util.Optional;

/** Creates and shows tenants. */
final class TenantCalls {
  private final Gateway gateway;
  private final String region;

  /**
   * Calls about the tenants of a gateway.
   *
   * @param region where this deployment keeps all of them
   */
  TenantCalls(Gateway gateway, String region) {
    this.gateway = gateway;
    this.region = region;
  }

  CreateTenantResponse create(Call call, CreateTenantRequest request) {
    Caller caller = call.caller(request.getActor());
    TenantId id = TenantId.ofClient(Writes.require("tenant_id", request.getTenantId()));
    String name = Writes.require("name", request.getName());
    requireRegion(request);
    TenantEntry entry;
    try {
      entry =
          gateway
              .services()
              .creation()
              .create(caller, id, name, new Principal("user:" + caller.actor().id()));
    } catch (ApiException e) {
      throw Writes.ofGlobalStore(e);
    }
    return CreateTenantResponse.newBuilder()
        .setSuccess(true)
        .setTenant(detail(entry, TenantStatus.ACTIVE))
        .build();
  }

  private void requireRegion(CreateTenantRequest request) {
    if (!request.getRegion().isEmpty() && !request.getRegion().equals(region)) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "tenant \"%s\" is pinned to region \"%s\"; this node serves \"%s\""
              .formatted(request.getTenantId(), request.getRegion(), region));
    }
  }

  GetTenantResponse get(Call call, GetTenantRequest request) {
    Caller caller = call.caller(request.getActor());
    Services services = gateway.services();
    Optional<TenantEntry> entry =
        request.getTenantId().isEmpty()
            ? Optional.empty()
            : services.directory().find(TenantId.ofClient(request.getTenantId()));
    var answer = GetTenantResponse.newBuilder().setFound(entry.isPresent());
    entry.ifPresent(
        it -> {
          ReadRequest read = ReadRequests.now(call, it.tenant(), caller);
          answer.setTenant(detail(it, services.statuses().of(read)));
        });
    return answer.build();
  }

  ArchiveTenantResponse archive(Call call, ArchiveTenantRequest request) {
    ControlCall control = Writes.control(call, request.getTenantId(), request.getActor());
    try {
      Writes.requireApplied(gateway.services().statuses().archive(control));
      return ArchiveTenantResponse.newBuilder().setSuccess(true).build();
    } catch (ApiException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return ArchiveTenantResponse.newBuilder().setError("Tenant not found").build();
    }
  }

  LegalHoldResponse setLegalHold(Call call, LegalHoldRequest request) {
    ControlCall control = Writes.control(call, request.getTenantId(), request.getActor());
    Writes.requireApplied(
        gateway.services().statuses().setLegalHold(control, request.getEnabled()));
    TenantStatus status = request.getEnabled() ? TenantStatus.LEGAL_HOLD : TenantStatus.ACTIVE;
    return LegalHoldResponse.newBuilder().setSuccess(true).setStatus(status.word()).build();
  }

  ListTenantsResponse list(Call call, ListTenantsRequest request) {
    Caller caller =
        call.sender()
            .unnamed()
            .orElseThrow(
                () -> ApiException.forbidden("ListTenants requires an authenticated caller"));
    Services services = gateway.services();
    Directory directory = services.directory();
    directory.catchUp();
    var answer = ListTenantsResponse.newBuilder();
    directory
        .visible(caller, Optional.empty(), Integer.MAX_VALUE)
        .forEach(
            entry ->
                answer.addTenants(TenantInfo.newBuilder().setTenantId(entry.tenant().value())));
    return answer.build();
  }

  private TenantDetail detail(TenantEntry entry, TenantStatus status) {
    return TenantDetail.newBuilder()
        .setTenantId(entry.tenant().value())
        .setName(entry.name())
        .setStatus(status.word())
        .setCreatedAt(Messages.seconds(entry.createdAt()))
        .setRegion(region)
        .build();
  }
}
