package io.entdb.follower;

/** The tenant stands at a record that cannot be carried out; only another binary gets it going. */
public final class TenantParkedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ParkedTenant parked;

  public TenantParkedException(ParkedTenant parked) {
    super(
        "tenant "
            + parked.tenant()
            + " is parked at "
            + parked.position()
            + ": "
            + parked.reason());
    this.parked = parked;
  }

  public ParkedTenant parked() {
    return parked;
  }
}
