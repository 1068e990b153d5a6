package io.entdb.gateway.schema;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.log.LogAppender.Target;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.gateway.tenants.Opening;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RequestHash;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChange;
import io.entdb.model.schema.SchemaCompatibility;
import io.entdb.model.schema.SchemaJson;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantReader;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads and replaces schemas: tenants' own, and the default one that the directory keeps. */
public final class Schemas {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final Following following;
  private final Directory directory;
  private final Opening opening;
  private final LogAppender log;
  private final boolean autoCreate;

  public Schemas(
      Following following,
      Directory directory,
      Opening opening,
      LogAppender log,
      boolean autoCreate) {
    this.following = following;
    this.directory = directory;
    this.opening = opening;
    this.log = log;
    this.autoCreate = autoCreate;
  }

  /**
   * A replacement, made or tried.
   *
   * @param changes what it changes or would change
   * @param position where it stands in the log; empty = nothing was written
   */
  public record Replaced(
      Schema schema, List<SchemaChange> changes, Optional<WalPosition> position) {}

  /** Whether a replacement happens or is only judged. */
  public enum Mode {
    REPLACE,
    DRY_RUN
  }

  /** A tenant's schema; without tenant the default one. */
  public Schema get(Caller caller, Optional<TenantId> tenant) {
    tenant.ifPresent(caller::requireIn);
    if (tenant.isEmpty()) {
      return directory.defaultSchema();
    }
    TenantEntry entry = directory.require(tenant.get());
    following.requireCurrent(entry.partition());
    try (HeldTenant held = following.holdToRead(entry)) {
      return following.read(
          held,
          caller.viewer(),
          reader -> {
            requireMember(reader, caller);
            return reader.schema();
          });
    }
  }

  private static void requireMember(TenantReader reader, Caller caller) {
    if (!caller.isPrivileged() && reader.role().isEmpty()) {
      throw ApiException.forbidden(
          "actor \"" + caller.actor() + "\" is not a member of the tenant");
    }
  }

  /**
   * Replaces a tenant's schema; without tenant the default one, which takes a privileged caller.
   * Returns once it is applied.
   *
   * @param next has nothing wrong with it
   * @throws ApiException SCHEMA_INCOMPATIBLE with the list of changes
   */
  public Replaced replace(Caller caller, Optional<TenantId> tenant, Schema next, Mode mode) {
    caller.requireIn(tenant.orElse(TenantId.SYSTEM));
    if (tenant.isEmpty()) {
      if (!caller.isPrivileged()) {
        throw ApiException.forbidden(
            "the default schema is replaced by system: and admin: actors only; name a tenant to"
                + " replace its own");
      }
      return replace(directory.system(), Target.SYSTEM, caller, next, mode);
    }
    TenantEntry entry =
        autoCreate && mode == Mode.REPLACE
            ? directory.findOrCreate(tenant.get(), caller.actor())
            : directory.require(tenant.get());
    following.requireCurrent(entry.partition());
    try (HeldTenant held = following.hold(entry)) {
      following.requireMoving(held);
      if (mode == Mode.REPLACE) {
        opening.open(held, entry);
      }
      var target = new Target(entry.tenant(), entry.partition(), entry.incarnation());
      return replace(held, target, caller, next, mode);
    }
  }

  private Replaced replace(HeldTenant held, Target target, Caller caller, Schema next, Mode mode) {
    following.await(held, following.presentEnd(target.partition()), WAIT);
    Schema present = following.read(held, caller.viewer(), reader -> reader.schema());
    List<SchemaChange> changes = SchemaCompatibility.changes(present, next);
    if (changes.stream().anyMatch(SchemaChange::breaking)) {
      throw incompatible(changes);
    }
    if (mode == Mode.DRY_RUN || present.equals(next)) {
      return new Replaced(next, changes, Optional.empty());
    }
    return new Replaced(next, changes, Optional.of(write(held, target, caller, next)));
  }

  private WalPosition write(HeldTenant held, Target target, Caller caller, Schema next) {
    var key = new IdempotencyKey("put-schema:" + UUID.randomUUID());
    RequestHash hash =
        RequestHashes.of(
            caller, target.tenant(), "schema", SchemaJson.toJson(next, SchemaJson.Names.NAMED));
    WalPosition position =
        log.append(target, caller, key, hash, List.of(new Operation.PutSchema(next)));
    if (!following.await(held, position.n(), WAIT)) {
      throw ApiException.unavailable(
          "the schema is in the log but not applied yet; ask for it until it is there");
    }
    Optional<StoredOutcome> outcome =
        following.read(held, Viewer.INTERNAL, reader -> reader.outcome(key));
    if (outcome.isPresent() && outcome.get().outcome() instanceof Outcome.Refused refused) {
      throw Refusals.toException(refused);
    }
    return position;
  }

  private static ApiException incompatible(List<SchemaChange> changes) {
    List<SchemaChange> breaking = changes.stream().filter(SchemaChange::breaking).toList();
    return new ApiException(
            ErrorCode.SCHEMA_INCOMPATIBLE,
            "the schema breaks what relies on the present one: "
                + String.join(", ", breaking.stream().map(SchemaChange::name).toList()))
        .with("changes", toJson(changes));
  }

  /** Changes as clients see them. */
  public static JsonValue toJson(List<SchemaChange> changes) {
    return new JsonValue.Arr(List.copyOf(changes.stream().map(Schemas::toJson).toList()));
  }

  private static JsonValue toJson(SchemaChange change) {
    return JsonValue.Obj.of(
        Map.of(
            "code", new JsonValue.Text(change.code()),
            "path", new JsonValue.Text(change.path()),
            "breaking", new JsonValue.Bool(change.breaking()),
            "text", new JsonValue.Text(change.text())));
  }
}
