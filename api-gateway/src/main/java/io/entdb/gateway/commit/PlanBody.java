package io.entdb.gateway.commit;

/** A client's operations in the form that it sent, to be bound to the tenant's schema and nodes. */
@FunctionalInterface
public interface PlanBody {
  /**
   * The plan as it goes into the log. May be called again on a newer state.
   *
   * @throws io.entdb.gateway.api.ApiException when they do not fit what the view shows
   */
  BoundPlan bind(PlanView view);
}
