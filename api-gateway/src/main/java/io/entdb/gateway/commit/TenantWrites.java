package io.entdb.gateway.commit;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
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
import io.entdb.model.record.RequestHash;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantReader;
import io.entdb.store.Viewer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes steps that are no part of clients' plans: about members, groups, a tenant as a whole, and
 * those of the directory. Checks early, appends, and waits for the outcome; what counts is decided
 * in the order of the log.
 */
public final class TenantWrites {
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

  private final Following following;
  private final Directory directory;
  private final Opening opening;
  private final LogAppender log;

  public TenantWrites(Following following, Directory directory, Opening opening, LogAppender log) {
    this.following = following;
    this.directory = directory;
    this.opening = opening;
    this.log = log;
  }

  /**
   * A step that a client asks for.
   *
   * @param what names the kind of request
   * @param content as the client gave it, so that a retry under its key is known
   * @param key the client's; empty = a retry is another request
   * @param timeout how long to wait for the outcome
   */
  public record Request(
      Caller caller,
      TenantId tenant,
      String what,
      JsonValue content,
      Optional<IdempotencyKey> key,
      Duration timeout) {
    public Request {
      caller.requireIn(tenant);
    }

    RequestHash hash() {
      return RequestHashes.of(caller, tenant, what, content);
    }
  }

  /** Looks at the tenant through the caller's eyes and throws what stands against a request. */
  @FunctionalInterface
  public interface Check {
    void look(TenantReader reader);
  }

  /**
   * Writes a step to a tenant's own log.
   *
   * @throws ApiException when it cannot be, or may not have been; a refusal by the rules is an
   *     answer ({@link Receipt.State.Rejected})
   */
  public Receipt write(Request request, Operation.Internal step, Check check) {
    return write(request, List.of(step), check);
  }

  /** The same with several steps that happen together. */
  public Receipt write(Request request, List<Operation.Internal> steps, Check check) {
    directory.requireWriter(request.caller());
    TenantEntry entry = directory.require(request.tenant());
    following.requireCurrent(entry.partition());
    try (HeldTenant held = following.hold(entry)) {
      following.requireMoving(held);
      opening.open(held, entry);
      var target = new Target(entry.tenant(), entry.partition(), entry.incarnation());
      return write(held, target, request, steps, check);
    }
  }

  /** Writes a step to the log of the directory. */
  public Receipt writeToDirectory(
      Request request, List<? extends Operation.Internal> steps, Check check) {
    HeldTenant system = directory.system();
    following.requireCurrent(Target.SYSTEM.partition());
    following.requireMoving(system);
    return write(system, Target.SYSTEM, request, steps, check);
  }

  private Receipt write(
      HeldTenant held,
      Target target,
      Request request,
      List<? extends Operation.Internal> steps,
      Check check) {
    check(held, target, request, check);
    IdempotencyKey key =
        request.key().orElseGet(() -> new IdempotencyKey(request.what() + ":" + UUID.randomUUID()));
    RequestHash hash = request.hash();
    WalPosition position = log.append(target, request.caller(), key, hash, steps);
    if (!following.await(held, position.n(), request.timeout())) {
      return new Receipt(key, Optional.of(position), new Receipt.State.Pending(List.of()));
    }
    return following
        .read(held, Viewer.INTERNAL, reader -> reader.outcome(key))
        .map(outcome -> Receipt.known(target.partition(), key, hash, outcome))
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "tenant \"" + target.tenant() + "\" has begun another life meanwhile"));
  }

  /** A check that fails is made once more on the newest state: this gateway may be behind. */
  private void check(HeldTenant held, Target target, Request request, Check check) {
    Function<TenantReader, Boolean> look =
        reader -> {
          check.look(reader);
          return true;
        };
    try {
      following.read(held, request.caller().viewer(), look::apply);
    } catch (ApiException e) {
      following.await(held, following.presentEnd(target.partition()), CATCH_UP);
      following.read(held, request.caller().viewer(), look::apply);
    }
  }
}
