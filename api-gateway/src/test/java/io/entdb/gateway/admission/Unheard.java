package io.entdb.gateway.admission;

import java.util.ArrayList;
import java.util.List;

/** What tests give to parts whose refusals and limits they do not look at, or look at here. */
public final class Unheard {
  public static final AdmissionListener LISTENER = new Heard();

  public static final RateLimitSettings UNLIMITED = limits(0, 0, 0, 0);

  private Unheard() {}

  /** Remembers what it is told. */
  static final class Heard implements AdmissionListener {
    final List<RefusedCredential> refused = new ArrayList<>();
    final List<String> limited = new ArrayList<>();

    @Override
    public synchronized void refused(RefusedCredential why, String source, String detail) {
      refused.add(why);
    }

    @Override
    public synchronized void limited(String bucket) {
      limited.add(bucket);
    }
  }

  static RateLimitSettings limits(int tenantRps, int tenantBurst, int actorRps, int actorBurst) {
    return new RateLimitSettings() {
      @Override
      public int tenantRps() {
        return tenantRps;
      }

      @Override
      public int tenantBurst() {
        return tenantBurst;
      }

      @Override
      public int actorRps() {
        return actorRps;
      }

      @Override
      public int actorBurst() {
        return actorBurst;
      }
    };
  }
}
