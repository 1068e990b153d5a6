package io.entdb.gateway.wiring;

import io.entdb.follower.FollowerSettings;
import io.entdb.gateway.admission.JwtSettings;
import io.entdb.gateway.admission.RateLimitSettings;
import io.entdb.service.settings.BucketSettings;
import io.entdb.service.settings.LogSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** All settings of the gateway. Environment names stand in application.properties. */
@ConfigMapping(prefix = "entdb")
public interface GatewaySettings {
  /** Where REST, gRPC and management listen. */
  String host();

  /** What operators prove themselves by; without one the /admin resources do not exist. */
  Optional<String> adminToken();

  Auth auth();

  RateLimit rateLimit();

  Tls tls();

  Tenants tenants();

  Node gateway();

  Kafka kafka();

  LogSettings wal();

  BucketSettings s3();

  Follower follower();

  Limits limits();

  /** Who callers are. */
  interface Auth {
    /**
     * {@code none}: callers are believed; must be said where others than this machine can call. Or
     * {@code api-key}, {@code jwt}, {@code mtls}, several separated by commas.
     */
    Optional<String> mode();

    Jwt jwt();
  }

  /** Encryption of REST and gRPC; files are PEM. See {@link TlsConfig} for what follows. */
  interface Tls {
    Optional<Path> cert();

    Optional<Path> key();

    /** Who vouches for client certificates. */
    Optional<Path> clientCa();
  }

  /** Tokens of an identity provider. */
  interface Jwt extends JwtSettings {
    @Override
    Optional<String> issuer();

    @Override
    Optional<URI> jwksUrl();

    @Override
    Optional<String> audience();

    @Override
    @WithDefault("PT30S")
    Duration clockSkew();
  }

  /** How often callers may call this gateway; 0 = as often as they like. */
  interface RateLimit extends RateLimitSettings {
    @Override
    @WithDefault("0")
    int tenantRps();

    @Override
    @WithDefault("0")
    int tenantBurst();

    @Override
    @WithDefault("0")
    int actorRps();

    @Override
    @WithDefault("0")
    int actorBurst();
  }

  /** How tenants come to be. */
  interface Tenants {
    /** Whether the first write to an unknown tenant creates it. */
    @WithDefault("false")
    boolean autoCreate();
  }

  /**
   * Which partitions this gateway follows; see {@link io.entdb.gateway.affinity.AffinityReader}.
   */
  interface Node {
    /** Which node of the map this gateway is. */
    Optional<String> nodeId();

    /** Which node follows which partitions; the same for all. Empty = everybody follows all. */
    Optional<String> nodes();
  }

  /** The brokers. */
  interface Kafka {
    /** {@code host:port}, comma separated. */
    String brokers();

    /** Further properties of all Kafka clients, security above all. */
    Map<String, String> client();
  }

  /** The follower that serves reads and waits for outcomes. */
  interface Follower extends FollowerSettings {
    @Override
    Path dataDir();

    @Override
    @WithDefault("4")
    int lanes();

    @Override
    @WithDefault("4")
    int hydrators();

    @Override
    @WithDefault("1000")
    int openStoresMax();

    /** 10 GiB. */
    @Override
    @WithDefault("10737418240")
    long diskBytesMax();

    @Override
    @WithDefault("2048")
    int writerCacheKib();

    @Override
    @WithDefault("1024")
    int readerCacheKib();

    @Override
    @WithDefault("4")
    int readersMax();

    @Override
    @WithDefault("PT5S")
    Duration followedInterval();

    @Override
    @WithDefault("PT1S")
    Duration extentInterval();

    @Override
    @WithDefault("PT30S")
    Duration manifestAgeMax();
  }

  /** When requests are turned away. */
  interface Limits {
    /** How long a request waits for a tenant's store that is being built. */
    @WithDefault("PT2S")
    Duration hydrationWait();

    /**
     * How far the follower may be behind the log before writes are turned away and reads are marked
     * stale.
     */
    @WithDefault("PT30S")
    Duration behindMax();
  }
}
