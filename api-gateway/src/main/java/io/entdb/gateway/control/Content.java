package io.entdb.gateway.control;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.commit.BoundPlan;
import io.entdb.gateway.commit.Committer;
import io.entdb.gateway.commit.PlanRequest;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.Grant;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Principal;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.Outcome.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a user owns or may see in a tenant, put in order as a whole; for owners, admins and
 * privileged callers. A call may take several records, each of which does a bounded part: when it
 * ends early, repeating it goes on.
 */
public final class Content {
  private static final String MORE = "more";

  private final Committer committer;

  public Content(Committer committer) {
    this.committer = committer;
  }

  /**
   * Shares every node that a user owns.
   *
   * @return how many nodes got the grant
   */
  public long delegate(ControlCall call, Principal from, Grant grant) {
    return walk(call, "delegate", after -> new Operation.DelegateAccess(from, grant, after, 0))
        .getOrDefault("delegated", 0L);
  }

  /**
   * Gives every node of a user to another, who becomes a member.
   *
   * @return how many nodes went over
   */
  public long transfer(ControlCall call, Principal from, Principal to) {
    return walk(call, "transfer_content", after -> new Operation.TransferContent(from, to, 0))
        .getOrDefault("transferred", 0L);
  }

  /** What {@link #revokeAll} took away. */
  public record Revoked(long grants, long groups) {}

  /** Takes a user's grants and group memberships away. Its own membership stays. */
  public Revoked revokeAll(ControlCall call, Principal user) {
    Map<String, Long> counts =
        walk(call, "revoke_all", after -> new Operation.RevokeAllAccess(user, 0));
    return new Revoked(
        counts.getOrDefault("revoked_grants", 0L), counts.getOrDefault("revoked_groups", 0L));
  }

  /** Puts a tenant on legal hold, or ends that. An archived tenant stays as it is. */
  Receipt setLegalHold(ControlCall call, boolean enabled) {
    var key = call.key().orElseGet(() -> new IdempotencyKey("legal_hold:" + UUID.randomUUID()));
    var hash =
        RequestHashes.of(call.caller(), call.tenant(), "legal_hold", new JsonValue.Bool(enabled));
    var plan = new BoundPlan(Optional.empty(), List.of(new Operation.SetLegalHold(enabled)));
    return committer.commitToExisting(
        new PlanRequest(
            call.tenant(), call.caller(), key, hash, view -> plan, Optional.of(call.timeout())));
  }

  /** Carries out steps until the last one says that there is no more; adds up their counts. */
  private SortedMap<String, Long> walk(
      ControlCall call, String what, Function<String, Operation.Client> step) {
    long end = System.nanoTime() + call.timeout().toNanos();
    var sums = new TreeMap<String, Long>();
    String after = "";
    OpResult result;
    do {
      result = commit(call, what, step.apply(after), Duration.ofNanos(end - System.nanoTime()));
      result.counts().forEach((name, count) -> sums.merge(name, count, Long::sum));
      after = result.nodeId();
    } while (result.counts().getOrDefault(MORE, 0L) > 0);
    return sums;
  }

  private OpResult commit(
      ControlCall call, String what, Operation.Client operation, Duration left) {
    if (left.isNegative()) {
      throw late(what);
    }
    var key = new IdempotencyKey(what + ":" + UUID.randomUUID());
    var hash =
        RequestHashes.of(
            call.caller(), call.tenant(), what, new JsonValue.Text(operation.toString()));
    Receipt receipt =
        committer.commitToExisting(
            new PlanRequest(
                call.tenant(),
                call.caller(),
                key,
                hash,
                view -> new BoundPlan(Optional.empty(), List.of(operation)),
                Optional.of(left)));
    return switch (receipt.state()) {
      case Receipt.State.Applied(List<OpResult> results) -> results.getFirst();
      case Receipt.State.Rejected(Refused refused) -> throw Refusals.toException(refused);
      case Receipt.State.Pending _, Receipt.State.Unknown _ -> throw late(what);
    };
  }

  private static ApiException late(String what) {
    return new ApiException(
        ErrorCode.READ_TIMEOUT, what + ": part of it is done; repeat the request to go on");
  }
}
