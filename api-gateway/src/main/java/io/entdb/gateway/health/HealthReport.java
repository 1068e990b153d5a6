package io.entdb.gateway.health;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the gateway is.
 *
 * @param ready whether it can serve requests
 * @param components wal, sqlite, s3
 * @param hydratingTenants tenants whose store is being built
 * @param failingTenants tenants whose store fails again and again
 * @param lagMs how far its own follower is behind the log; -1 while that is not known
 */
public record HealthReport(
    boolean ready,
    SortedMap<String, Health> components,
    long lagMs,
    int parkedTenants,
    int hydratingTenants,
    int failingTenants) {
  /** How a component is. */
  public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN
  }

  public HealthReport {
    components = new TreeMap<>(components);
  }

  /** {@code healthy}; {@code degraded} when it serves but lacks something; {@code unhealthy}. */
  public String status() {
    if (!ready) {
      return "unhealthy";
    }
    boolean all = components.values().stream().allMatch(health -> health == Health.HEALTHY);
    return all && parkedTenants == 0 && failingTenants == 0 ? "healthy" : "degraded";
  }
}
