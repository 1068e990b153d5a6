package io.entdb.store.rules;

import io.entdb.model.ApiKey;
import io.entdb.model.record.Operation;
import io.entdb.model.record.RefusalCode;
import io.entdb.store.ApiKeyEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for API keys. */
final class ApiKeyRulesV1 {
  /** A former secret outlives its rotation by a month at most. */
  private static final long OVERLAP_MS_MAX = 30L * 24 * 60 * 60 * 1000;

  private final PlanContext context;
  private final Map<String, Change.OfApiKey> changes = new TreeMap<>();

  ApiKeyRulesV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  void create(Operation.CreateApiKey op) throws Refusal {
    requireOperator();
    ApiKey key = op.key();
    if (find(key.id()) != null) {
      throw refusal(
          RefusalCode.ALREADY_EXISTS, "API key \"" + key.id() + "\" already exists", key.id());
    }
    put(key.id(), new ApiKeyEntry(key, context.time(), Optional.empty(), 0));
  }

  void rotate(Operation.RotateApiKey op) throws Refusal {
    requireOperator();
    ApiKeyEntry entry = require(op.id());
    if (entry.revokedAt() != 0) {
      throw refusal(
          RefusalCode.VALIDATION_ERROR,
          "API key \"" + op.id() + "\" is revoked; make another",
          op.id());
    }
    if (op.overlapMs() < 0 || op.overlapMs() > OVERLAP_MS_MAX) {
      throw refusal(
          RefusalCode.VALIDATION_ERROR,
          "overlap_ms is 0 to " + OVERLAP_MS_MAX + ", not " + op.overlapMs(),
          op.id());
    }
    var former = new ApiKeyEntry.Former(entry.key().hash(), context.time() + op.overlapMs());
    put(
        op.id(),
        new ApiKeyEntry(
            entry.key().withHash(op.hash()), entry.createdAt(), Optional.of(former), 0));
  }

  void revoke(Operation.RevokeApiKey op) throws Refusal {
    requireOperator();
    ApiKeyEntry entry = require(op.id());
    if (entry.revokedAt() == 0) {
      put(
          op.id(),
          new ApiKeyEntry(entry.key(), entry.createdAt(), Optional.empty(), context.time()));
    }
  }

  private void requireOperator() throws Refusal {
    if (!context.view().tenant().isSystem()) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR, "API keys are kept in the directory, not in a tenant");
    }
    if (!context.access().privileged()) {
      throw new Refusal(RefusalCode.FORBIDDEN, "API keys require a system: or admin: actor");
    }
  }

  private ApiKeyEntry require(String id) throws Refusal {
    @Nullable ApiKeyEntry entry = find(id);
    if (entry == null) {
      throw refusal(RefusalCode.NOT_FOUND, "API key \"" + id + "\" does not exist", id);
    }
    return entry;
  }

  private @Nullable ApiKeyEntry find(String id) {
    Change.@Nullable OfApiKey change = changes.get(id);
    return change == null ? context.view().apiKey(id) : change.after();
  }

  private void put(String id, ApiKeyEntry after) {
    Change.@Nullable OfApiKey earlier = changes.get(id);
    @Nullable ApiKeyEntry before = earlier == null ? context.view().apiKey(id) : earlier.before();
    changes.put(id, new Change.OfApiKey(before, after));
  }

  private static Refusal refusal(RefusalCode code, String message, String id) {
    return new Refusal(code, message).with("key_id", id);
  }
}
