package io.entdb.applier.parked;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.applier.wiring.Applier;
import io.entdb.follower.Follower;
import io.entdb.follower.ParkedTenant;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /admin/parked} on the management port: the tenants that this process cannot carry on,
 * in the form in which gateways answer it.
 */
@ApplicationScoped
public class ParkedRoute {
  private static final int OK = 200;

  private final Applier applier;
  private final ObjectMapper json;

  ParkedRoute(Applier applier, ObjectMapper json) {
    this.applier = applier;
    this.json = json;
  }

  void register(@Observes ManagementInterface management) {
    management.router().get("/admin/parked").handler(this::answer);
  }

  private void answer(RoutingContext context) {
    List<ParkedTenant> parked = applier.follower().map(Follower::parked).orElse(List.of());
    try {
      byte[] body =
          json.writeValueAsBytes(Map.of("parked", parked.stream().map(this::row).toList()));
      context
          .response()
          .setStatusCode(OK)
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(body))
          .onFailure(context::fail);
    } catch (JsonProcessingException e) {
      context.fail(e);
    }
  }

  private Map<String, Object> row(ParkedTenant parked) {
    var row = new LinkedHashMap<String, Object>();
    row.put("tenant_id", parked.tenant().value());
    row.put("wal_position", parked.position().toText(applier.topic()));
    row.put("reason", parked.reason());
    row.put("since", parked.since().toEpochMilli());
    row.put("records_behind", parked.recordsBehind());
    return row;
  }
}
