package io.entdb.gateway.commit;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.WalPosition;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RequestHash;
import io.entdb.store.StoredOutcome;
import java.util.List;
import java.util.Optional;

/**
 * What a client learns of a plan.
 *
 * @param position where it stands in the log; empty = not known
 */
public record Receipt(IdempotencyKey key, Optional<WalPosition> position, State state) {
  /** How far the plan has come. */
  public sealed interface State {
    /**
     * In the log, and safe there; its outcome is not known here yet.
     *
     * @param results what it will make if it is applied; empty = not known
     */
    record Pending(List<Outcome.OpResult> results) implements State {
      public Pending {
        results = List.copyOf(results);
      }
    }

    /** It happened. */
    record Applied(List<Outcome.OpResult> results) implements State {
      public Applied {
        results = List.copyOf(results);
      }
    }

    /** It did not happen, and never will under this key. */
    record Rejected(Outcome.Refused refused) implements State {}

    /** No plan with this key is in the log, or it is older than keys are remembered. */
    record Unknown() implements State {}
  }

  /**
   * The receipt of a request whose key has an outcome.
   *
   * @throws ApiException IDEMPOTENCY_KEY_REUSED when that is another request's
   */
  static Receipt known(int partition, IdempotencyKey key, RequestHash hash, StoredOutcome stored) {
    if (!stored.requestHash().equals(hash)) {
      throw new ApiException(
              ErrorCode.IDEMPOTENCY_KEY_REUSED,
              "idempotency key "
                  + key
                  + " was used before for another request; use a new key for a new request")
          .with("idempotency_key", key.value());
    }
    return new Receipt(
        key, Optional.of(new WalPosition(partition, stored.n())), of(stored.outcome()));
  }

  static State of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied(List<Outcome.OpResult> results) -> new State.Applied(results);
      case Outcome.Refused refused -> new State.Rejected(refused);
    };
  }
}
