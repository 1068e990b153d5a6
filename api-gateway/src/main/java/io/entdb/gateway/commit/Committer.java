package io.entdb.gateway.commit;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.api.UnknownType;
import io.entdb.gateway.commit.Receipt.State;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.log.LogAppender.Target;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.gateway.schema.SchemaMerge;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.gateway.tenants.Opening;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RequestHash;
import io.entdb.model.schema.Schema;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantReader;
import io.entdb.store.Viewer;
import io.entdb.store.rules.StatusRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Commits plans: looks whether the key was used, checks early what can be checked, appends, and
 * waits for the outcome when asked to. What counts is decided in the order of the log, not here.
 */
public final class Committer {
  /** How long a check that failed waits for a newer state before it stands. */
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

  private final Following following;
  private final Directory directory;
  private final Opening opening;
  private final LogAppender log;
  private final boolean autoCreate;

  public Committer(
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

  /** What the gateway found about a plan before it is appended. */
  private sealed interface Finding {
    /** The key was used before. */
    record Known(StoredOutcome outcome) implements Finding {}

    /** Nothing known stands against it. */
    record Ready(BoundPlan plan) implements Finding {}
  }

  /**
   * Commits a plan.
   *
   * @throws ApiException when it cannot be, or may not have been; a plan that was refused by the
   *     rules is an answer ({@link State.Rejected})
   */
  public Receipt commit(PlanRequest request) {
    requireWriter(request);
    return commit(
        request,
        autoCreate
            ? directory.findOrCreate(request.tenant(), request.caller().actor())
            : directory.require(request.tenant()));
  }

  /** The same for what makes sense in a tenant that is there already: it never creates one. */
  public Receipt commitToExisting(PlanRequest request) {
    requireWriter(request);
    return commit(request, directory.require(request.tenant()));
  }

  private void requireWriter(PlanRequest request) {
    request.caller().requireIn(request.tenant());
    directory.requireWriter(request.caller());
  }

  private Receipt commit(PlanRequest request, TenantEntry entry) {
    following.requireCurrent(entry.partition());
    try (HeldTenant held = following.hold(entry)) {
      following.requireMoving(held);
      opening.open(held, entry);
      return switch (check(held, entry, request)) {
        case Finding.Known(StoredOutcome outcome) -> known(entry, request, outcome);
        case Finding.Ready(BoundPlan plan) -> append(held, entry, request, plan);
      };
    }
  }

  /** Checks against the state here, and when that fails once more against the newest one. */
  private Finding check(HeldTenant held, TenantEntry entry, PlanRequest request) {
    try {
      return find(held, request);
    } catch (ApiException e) {
      if (!mayBeOutdated(e)) {
        throw e;
      }
    }
    following.await(held, following.presentEnd(entry.partition()), CATCH_UP);
    ApiException refusal;
    try {
      return find(held, request);
    } catch (ApiException e) {
      refusal = e;
    }
    if (takeDefaultTypes(held, entry, refusal)) {
      try {
        return find(held, request);
      } catch (ApiException e) {
        refusal = e;
      }
    }
    if (request.caller().isPrivileged() && isOfUnknown(refusal)) {
      return find(held, request, PlanView::untyped);
    }
    throw refusal;
  }

  /** Whether a refusal is of something that privileged callers may write about nevertheless. */
  private static boolean isOfUnknown(ApiException refusal) {
    return refusal.code() == ErrorCode.NOT_FOUND || UnknownType.isOne(refusal);
  }

  private static boolean mayBeOutdated(ApiException e) {
    return switch (e.code()) {
      case VALIDATION_ERROR, FORBIDDEN, NOT_FOUND, CONFLICT, SCHEMA_INCOMPATIBLE -> true;
      default -> false;
    };
  }

  private Finding find(HeldTenant held, PlanRequest request) {
    return find(held, request, view -> view);
  }

  private Finding find(HeldTenant held, PlanRequest request, UnaryOperator<PlanView> as) {
    return following.read(
        held,
        request.caller().viewer().in(Viewer.Scope.EVERYWHERE),
        reader -> {
          Optional<StoredOutcome> outcome = reader.outcome(request.key());
          if (outcome.isPresent()) {
            return new Finding.Known(outcome.get());
          }
          requireMember(reader, request);
          var ids = new NodeIds(request.tenant(), request.key());
          BoundPlan plan = request.body().bind(as.apply(new PlanView(reader, ids)));
          requireWriter(reader, request, plan);
          StatusRules.refusal(request.tenant(), reader.status(), plan.operations())
              .ifPresent(
                  refused -> {
                    throw Refusals.toException(refused);
                  });
          return new Finding.Ready(plan);
        });
  }

  private static void requireMember(TenantReader reader, PlanRequest request) {
    if (!request.caller().isPrivileged() && reader.role().isEmpty()) {
      throw ApiException.forbidden(
          "actor \""
              + request.caller().actor()
              + "\" is not a member of tenant \""
              + request.tenant()
              + "\"");
    }
  }

  /** Whatever their role, users mark what is in their own mailboxes, and nobody else does. */
  private static void requireWriter(TenantReader reader, PlanRequest request, BoundPlan plan) {
    for (Operation.Client step : plan.operations()) {
      if (step instanceof Operation.MarkRead(Principal user, var _)
          && !request.caller().isPrivileged()
          && !user.equals(request.caller().actor())) {
        throw ApiException.forbidden(
            "actor \""
                + request.caller().actor()
                + "\" may not change the mailbox of \""
                + user
                + "\"");
      }
    }
    Optional<Role> role = reader.role();
    boolean mailOnly =
        plan.schema().isEmpty()
            && plan.operations().stream().allMatch(op -> op instanceof Operation.MarkRead);
    if (!request.caller().isPrivileged()
        && !mailOnly
        && role.isPresent()
        && !role.get().mayWrite()) {
      throw ApiException.forbidden(
          "actor \""
              + request.caller().actor()
              + "\" has role \""
              + role.get().word()
              + "\"; writes require member/admin/owner");
    }
  }

  /**
   * Puts what the default schema has and the tenant lacks into the tenant's schema.
   *
   * @return whether it is worth looking again
   */
  private boolean takeDefaultTypes(HeldTenant held, TenantEntry entry, ApiException refusal) {
    Schema defaults = directory.defaultSchema();
    if (!UnknownType.isIn(defaults, refusal)) {
      directory.catchUp();
      defaults = directory.defaultSchema();
      if (!UnknownType.isIn(defaults, refusal)) {
        return false;
      }
    }
    Schema own = following.read(held, Viewer.INTERNAL, reader -> reader.schema());
    Optional<Schema> merged = SchemaMerge.merge(own, defaults);
    if (merged.isEmpty()) {
      return true; // Somebody else has put them there since, or the next look says what is wrong.
    }
    var key = new IdempotencyKey("default-schema:" + UUID.randomUUID());
    RequestHash hash =
        RequestHashes.of(
            Caller.INTERNAL, entry.tenant(), "schema", new JsonValue.Text(key.value()));
    WalPosition position =
        log.append(
            target(entry),
            Caller.INTERNAL,
            key,
            hash,
            List.of(new Operation.PutSchema(merged.get())));
    return following.await(held, position.n(), CATCH_UP);
  }

  private static Target target(TenantEntry entry) {
    return new Target(entry.tenant(), entry.partition(), entry.incarnation());
  }

  private static Receipt known(TenantEntry entry, PlanRequest request, StoredOutcome outcome) {
    return Receipt.known(entry.partition(), request.key(), request.hash(), outcome);
  }

  private Receipt append(HeldTenant held, TenantEntry entry, PlanRequest request, BoundPlan plan) {
    WalPosition position =
        log.append(target(entry), request.caller(), request.key(), request.hash(), plan.record());
    var pending = new State.Pending(PlannedResults.of(plan.operations()));
    if (request.waitApplied().isEmpty()
        || !following.await(held, position.n(), request.waitApplied().get())) {
      return new Receipt(request.key(), Optional.of(position), pending);
    }
    return following
        .read(held, Viewer.INTERNAL, reader -> reader.outcome(request.key()))
        .map(outcome -> known(entry, request, outcome))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "tenant \"" + request.tenant() + "\" has begun another life meanwhile"));
  }
}
