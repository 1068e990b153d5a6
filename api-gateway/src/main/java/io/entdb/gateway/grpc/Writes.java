package io.entdb.gateway.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.control.ControlCall;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Outcome.Refused;
import io.entdb.model.record.RequestHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What all writing methods share. */
final class Writes {
  private Writes() {}

  /** The key of a request, made when the client gave none. */
  static IdempotencyKey key(String given) {
    return new IdempotencyKey(given.isEmpty() ? UUID.randomUUID().toString() : given);
  }

  /** Equal for a retry: maps are put into one order before they are hashed. */
  static RequestHash hash(Caller caller, TenantId tenant, List<? extends MessageLite> operations) {
    return RequestHashes.of(caller, tenant, "grpc_operations", content(operations));
  }

  /** A change of who may do what, as a message asks for it. Such messages carry no key. */
  static ControlCall control(Call call, String tenantId, String actor) {
    return new ControlCall(
        call.caller(actor),
        call.tenant(require("tenant_id", tenantId)),
        Optional.empty(),
        call.timeout(0));
  }

  /** Of users and tenants that are there already, clients read in these words. */
  static ApiException ofGlobalStore(ApiException e) {
    return e.code() == ErrorCode.CONFLICT ? e.saying("globalstore: " + e.getMessage()) : e;
  }

  /**
   * Lets a change pass that has happened.
   *
   * @throws ApiException for one that was refused, or whose outcome did not come in time
   */
  static void requireApplied(Receipt receipt) {
    switch (receipt.state()) {
      case Receipt.State.Applied _ -> {}
      case Receipt.State.Rejected(Refused refused) -> throw Refusals.toException(refused);
      case Receipt.State.Pending _, Receipt.State.Unknown _ ->
          throw new ApiException(
              ErrorCode.READ_TIMEOUT,
              "wait for the change: it is in the log, but was not applied in time");
    }
  }

  /** A text that must be there. */
  static String require(String name, String text) {
    if (text.isEmpty()) {
      throw ApiException.invalidRequest(name + " is required");
    }
    return text;
  }

  /** All that a message says, as what tells retries from other requests. */
  static JsonValue content(List<? extends MessageLite> messages) {
    var bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.useDeterministicSerialization();
      for (MessageLite message : messages) {
        out.writeMessageNoTag(message);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all that is written to it", e);
    }
    return new JsonValue.Text(Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }
}
