package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.commit.Receipt;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Outcome;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Receipts as clients see them. */
final class ReceiptJson {
  private ReceiptJson() {}

  /** The answer to a plan: its receipt, or for one that was refused the error. */
  static Response of(String topic, Receipt receipt) {
    return of(200, topic, receipt, Map.of());
  }

  /** The same with a status of its own and more members. */
  static Response of(int status, String topic, Receipt receipt, Map<String, JsonValue> more) {
    if (receipt.state() instanceof Receipt.State.Rejected(Outcome.Refused refused)) {
      ApiException error =
          Refusals.toException(refused).with("idempotency_key", receipt.key().value());
      receipt.position().ifPresent(at -> error.with("wal_position", at.toText(topic)));
      throw error;
    }
    var members = new TreeMap<>(members(topic, receipt));
    members.putAll(more);
    return Answers.of(status, JsonValue.Obj.of(members));
  }

  /** The answer to a write whose results nobody needs: where it stands. */
  static Response ofWrite(String topic, Receipt receipt) {
    Map<String, JsonValue> members = members(topic, receipt);
    if (receipt.state() instanceof Receipt.State.Rejected) {
      return of(topic, receipt);
    }
    members.remove("results");
    return Answers.ok(members);
  }

  /** A receipt that was asked for, whatever became of the plan. */
  static Map<String, JsonValue> members(String topic, Receipt receipt) {
    var members = new TreeMap<String, JsonValue>();
    members.put("idempotency_key", new JsonValue.Text(receipt.key().value()));
    receipt
        .position()
        .ifPresent(at -> members.put("wal_position", new JsonValue.Text(at.toText(topic))));
    String status =
        switch (receipt.state()) {
          case Receipt.State.Pending(List<Outcome.OpResult> results) -> {
            if (!results.isEmpty()) {
              members.put("results", results(results));
            }
            yield "PENDING";
          }
          case Receipt.State.Applied(List<Outcome.OpResult> results) -> {
            members.put("results", results(results));
            yield "APPLIED";
          }
          case Receipt.State.Rejected(Outcome.Refused refused) -> {
            members.put("error", Answers.content(Refusals.toException(refused)));
            yield "REJECTED";
          }
          case Receipt.State.Unknown _ -> "UNKNOWN";
        };
    members.put("status", new JsonValue.Text(status));
    return members;
  }

  private static JsonValue results(List<Outcome.OpResult> results) {
    return new JsonValue.Arr(results.stream().map(ReceiptJson::result).toList());
  }

  private static JsonValue result(Outcome.OpResult result) {
    var members = new TreeMap<String, JsonValue>();
    members.put("op", new JsonValue.Text(result.op()));
    putText(members, "node_id", result.nodeId());
    putText(members, "alias", result.alias());
    putText(members, "edge_id", result.edgeId());
    if (result.existing()) {
      members.put("existing", new JsonValue.Bool(true));
    }
    result.counts().forEach((name, count) -> members.put(name, JsonValue.Num.of(count)));
    return JsonValue.Obj.of(members);
  }

  private static void putText(Map<String, JsonValue> members, String key, String text) {
    if (!text.isEmpty()) {
      members.put(key, new JsonValue.Text(text));
    }
  }
}
