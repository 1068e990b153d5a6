package io.entdb.gateway.commit;

import io.entdb.model.record.Operation;
import java.util.List;

/** A client's operations in the form that it sent, to be bound to the tenant's schema and nodes. */
@FunctionalInterface
public interface PlanBody {
  /**
   * The operations as they go into the log. May be called again on a newer state.
   *
   * @throws io.entdb.gateway.api.ApiException when they do not fit what the view shows
   */
  List<Operation.Client> bind(PlanView view);
}
