package io.entdb.applier.followups;

/** Hears what became of deliveries, for metrics. Must not block. */
public interface DeliveryListener {
  /** Follow-ups are in their targets' logs, and that is acknowledged. */
  void delivered(int followUps);

  /** A delivery was cut off and is tried again. */
  void failed();

  /** How many tenants have something that waits at this moment. */
  void waiting(int tenants);
}
