package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.record.LogEntry;
import io.entdb.store.StoreException;
import java.time.Duration;
import java.util.List;

/**
 * Told what a follower does, for metrics and logs. Called on the follower's own threads: return at
 * once, throw nothing.
 */
public interface FollowerListener {
  /** Hears nothing. */
  FollowerListener NONE = new FollowerListener() {};

  /**
   * Records of one tenant were committed together.
   *
   * @param size of the tenant's store when last measured
   * @param batch one or more, in order
   * @param took how long that took, without waiting for its turn
   */
  default void committed(TenantId tenant, SizeClass size, List<LogEntry> batch, Duration took) {}

  /**
   * A request read a tenant's store. Called on the request's own thread.
   *
   * @param size of the store when last measured
   */
  default void read(SizeClass size, Duration took) {}

  /** A store was built and is current. */
  default void hydrated(TenantId tenant, Duration took) {}

  /** A store could not be built; it is tried again. */
  default void hydrationFailed(TenantId tenant, String reason) {}

  /** A tenant met a record that cannot be carried out. */
  default void parked(ParkedTenant parked) {}

  /** A tenant that was parked goes on. */
  default void unparked(TenantId tenant) {}

  /** A file could not be used, was discarded and is built again. */
  default void storeFault(TenantId tenant, StoreException fault) {}

  /** A downloaded image is not the state that its manifest says: one of two followers is wrong. */
  default void digestDiverged(TenantId tenant, String message) {}

  /** A partition cannot be followed any further; a human has to look. */
  default void partitionStopped(int partition, String reason) {}
}
