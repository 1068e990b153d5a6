package io.entdb.model.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.entdb.model.ApiKey;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.SecretHash;
import io.entdb.model.TenantId;
import io.entdb.model.proto.ApiKeyMessage;
import io.entdb.model.proto.OperationMessage;
import io.entdb.model.proto.RevokeApiKeyMessage;
import io.entdb.model.proto.RotateApiKeyMessage;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** API keys as messages of the log, and as bytes of the state. Equal keys have equal bytes. */
public final class ApiKeyCodec {
  private ApiKeyCodec() {}

  /** A key as the state keeps it. */
  public static byte[] encode(ApiKey key) {
    return message(key).toByteArray();
  }

  /**
   * A key that the state kept.
   *
   * @throws UnknownFormatException when the bytes are none
   */
  public static ApiKey decode(byte[] bytes) throws UnknownFormatException {
    try {
      return key(ApiKeyMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new UnknownFormatException("bytes that are no API key");
    }
  }

  static void put(Operation.CreateApiKey op, OperationMessage.Builder message) {
    message.setCreateApiKey(message(op.key()));
  }

  static void put(Operation.RotateApiKey op, OperationMessage.Builder message) {
    message.setRotateApiKey(
        RotateApiKeyMessage.newBuilder()
            .setId(op.id())
            .setSecretHash(ByteString.copyFrom(op.hash().bytes()))
            .setOverlapMs(op.overlapMs()));
  }

  static void put(Operation.RevokeApiKey op, OperationMessage.Builder message) {
    message.setRevokeApiKey(RevokeApiKeyMessage.newBuilder().setId(op.id()));
  }

  static Operation rotation(RotateApiKeyMessage message) {
    return new Operation.RotateApiKey(
        message.getId(),
        new SecretHash(message.getSecretHash().toByteArray()),
        message.getOverlapMs());
  }

  static ApiKey key(ApiKeyMessage message) throws UnknownFormatException {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : message.getScopesList()) {
      scopes.add(Scope.ofWord(word).orElseThrow(() -> new UnknownFormatException("scope " + word)));
    }
    Set<TenantId> tenants = new TreeSet<>();
    message.getTenantsList().forEach(tenant -> tenants.add(new TenantId(tenant)));
    Set<Principal> actFor = new TreeSet<>();
    message.getActForList().forEach(other -> actFor.add(new Principal(other)));
    return new ApiKey(
        message.getId(),
        message.getName(),
        new Principal(message.getIdentity()),
        new SecretHash(message.getSecretHash().toByteArray()),
        scopes,
        tenants,
        actFor,
        message.getExpiresAt());
  }

  private static ApiKeyMessage message(ApiKey key) {
    var message =
        ApiKeyMessage.newBuilder()
            .setId(key.id())
            .setName(key.name())
            .setIdentity(key.identity().value())
            .setSecretHash(ByteString.copyFrom(key.hash().bytes()))
            .setExpiresAt(key.expiresAt());
    key.scopes().forEach(scope -> message.addScopes(scope.word()));
    key.tenants().forEach(tenant -> message.addTenants(tenant.value()));
    key.actFor().forEach(other -> message.addActFor(other.value()));
    return message.build();
  }
}
