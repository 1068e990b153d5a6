package io.entdb.gateway.grpc;

import io.entdb.gateway.admission.Identity;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Scope;
import java.util.Optional;

/** Lets calls in: the one place that says who sends them. */
final class Entrance {
  private final Gateway gateway;

  Entrance(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Lets a call in, after its sender is established; that may take its time.
   *
   * @throws io.entdb.gateway.api.ApiException when it is refused
   */
  Call admit(Arrival arrival, Scope scope) {
    Services services = gateway.services();
    Identity identity = services.authenticator().authenticate(arrival.credentials());
    services.admission().require(identity, scope, arrival.credentials().source());
    // What the metadata name counts only where everybody is believed.
    Optional<String> actor =
        identity instanceof Identity.Believed ? arrival.actor() : Optional.empty();
    var sender =
        new Sender(services.admission(), services.limits(), identity, actor, arrival.facts());
    return new Call(sender, arrival);
  }
}
