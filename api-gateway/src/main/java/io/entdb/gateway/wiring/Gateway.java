package io.entdb.gateway.wiring;

import io.entdb.backup.RebaseImages;
import io.entdb.backup.Snapshots;
import io.entdb.follower.Follower;
import io.entdb.follower.FollowerUnavailableException;
import io.entdb.follower.HeldTenant;
import io.entdb.follower.HydratingException;
import io.entdb.follower.ParkedTenant;
import io.entdb.follower.TenantPlace;
import io.entdb.gateway.admission.Admission;
import io.entdb.gateway.admission.ApiKeys;
import io.entdb.gateway.admission.AuthMode;
import io.entdb.gateway.admission.Authenticator;
import io.entdb.gateway.admission.KeyRing;
import io.entdb.gateway.admission.RateLimits;
import io.entdb.gateway.affinity.Affinity;
import io.entdb.gateway.affinity.AffinityReader;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.backup.Rebasing;
import io.entdb.gateway.backup.SnapshotRequests;
import io.entdb.gateway.commit.Committer;
import io.entdb.gateway.commit.Receipts;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.control.Content;
import io.entdb.gateway.control.Exports;
import io.entdb.gateway.control.Groups;
import io.entdb.gateway.control.Members;
import io.entdb.gateway.control.Quotas;
import io.entdb.gateway.control.SharedWithMe;
import io.entdb.gateway.control.Sharing;
import io.entdb.gateway.control.Statuses;
import io.entdb.gateway.control.Users;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.entdb.gateway.read.Changes;
import io.entdb.gateway.read.Reads;
import io.entdb.gateway.schema.Schemas;
import io.entdb.gateway.schema.SeenSchemas;
import io.entdb.gateway.tenants.Creation;
import io.entdb.gateway.tenants.Directory;
import io.entdb.gateway.tenants.Following;
import io.entdb.gateway.tenants.Opening;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.service.traces.RecordTraces;
import io.entdb.wal.producer.WalTopicRefusedException;
import io.entdb.wal.producer.WalUnavailableException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The running gateway. It starts without waiting for the log, says that it is not ready, and
 * connects in the background for as long as that takes.
 */
@Startup
@ApplicationScoped
public class Gateway {
  private static final Logger LOG = Logger.getLogger(Gateway.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration SYSTEM_WAIT = Duration.ofSeconds(60);

  private final GatewaySettings settings;
  private final ObjectStore objects;
  private final GatewayMetrics metrics;
  private final RecordTraces traces;
  private final Thread connecting =
      Thread.ofVirtual().name("gateway-connect").unstarted(this::connectUntilDone);

  private volatile @Nullable Connection connection;
  private volatile @Nullable HeldTenant system;
  private volatile @Nullable Services services;

  Gateway(
      GatewaySettings settings, ObjectStore objects, GatewayMetrics metrics, RecordTraces traces) {
    this.settings = settings;
    this.objects = objects;
    this.metrics = metrics;
    this.traces = traces;
  }

  @PostConstruct
  void start() {
    if (settings.auth().mode().filter("none"::equals).isPresent()) {
      LOG.warn("ENTDB_AUTH_MODE=none: callers are believed to be who they say they are");
    }
    connecting.start();
  }

  private void connectUntilDone() {
    Affinity affinity =
        AffinityReader.read(settings.gateway().nodeId(), settings.gateway().nodes()).affinity();
    LOG.infof("this gateway follows %s", affinity);
    var connector =
        new Connector(settings, objects, affinity, metrics.writes(), metrics.follower());
    try {
      while (services == null) {
        try {
          connect(connector, affinity);
        } catch (WalUnavailableException | ObjectStoreException | ApiException e) {
          LOG.warnf("not connected yet, trying again: %s", e.getMessage());
        } catch (FollowerUnavailableException | HydratingException e) {
          LOG.infof("the directory is not there yet: %s", e.getMessage());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (WalTopicRefusedException | LogEpochMismatchException e) {
      LOG.errorf("this gateway cannot work with the log as it is: %s", e.getMessage());
      Quarkus.asyncExit(1);
    } catch (RuntimeException e) {
      LOG.error("the gateway cannot start", e);
      Quarkus.asyncExit(1);
    }
  }

  private void connect(Connector connector, Affinity affinity)
      throws WalUnavailableException,
          WalTopicRefusedException,
          LogEpochMismatchException,
          ObjectStoreException,
          FollowerUnavailableException,
          HydratingException,
          InterruptedException {
    Connection open = connection;
    if (open == null) {
      open = connector.connect();
      connection = open;
      metrics.follower().watch(open.follower());
    }
    HeldTenant held = system;
    if (held == null) {
      held = open.follower().hold(TenantPlace.SYSTEM, SYSTEM_WAIT);
      system = held;
    }
    services = services(open, held, affinity);
    LOG.infof("serving the log %s, epoch %d", open.topic().name(), open.topic().epoch());
  }

  private Services services(Connection open, HeldTenant held, Affinity affinity) {
    var limits = settings.limits();
    var following = new Following(open.follower(), limits.hydrationWait(), limits.behindMax());
    var log = new LogAppender(open.writer(), traces);
    var opening = new Opening(following, log);
    var directory = new Directory(following, held, log, affinity, new SecureRandom());
    directory.catchUp();
    boolean autoCreate = settings.tenants().autoCreate();
    var committer = new Committer(following, directory, opening, log, autoCreate);
    var writes = new TenantWrites(following, directory, opening, log);
    var reads = new Reads(following, directory);
    var keys = new KeyRing(following, held, InstantSource.system());
    var content = new Content(committer);
    var creation = new Creation(following, directory, opening, affinity);
    InstantSource clock = InstantSource.system();
    return new Services(
        open.topic().name(),
        committer,
        new Receipts(following, directory),
        reads,
        new Changes(following, directory, reads),
        new Schemas(following, directory, opening, log, autoCreate),
        new SeenSchemas(),
        directory,
        creation,
        new Members(writes, reads),
        new Groups(writes, reads),
        new Sharing(committer),
        content,
        new Statuses(writes, reads, content),
        new Users(writes, directory, following),
        new SharedWithMe(reads, directory),
        new Quotas(writes, reads, InstantSource.system()),
        new Exports(reads, directory, InstantSource.system()),
        authenticator(keys),
        new Admission(metrics.admission()),
        new RateLimits(settings.rateLimit(), reads::quota, metrics.admission()),
        new ApiKeys(following, held, log, keys),
        new SnapshotRequests(directory, log, new Snapshots(objects, clock)),
        new Rebasing(writes, directory, creation, new RebaseImages(objects, clock), clock));
  }

  private Authenticator authenticator(KeyRing keys) {
    return new Authenticator(
        AuthMode.parse(settings.auth().mode().orElse("")),
        keys,
        settings.auth().jwt(),
        metrics.admission());
  }

  /**
   * What the gateway offers.
   *
   * @throws ApiException SERVICE_UNAVAILABLE while it is not connected
   */
  public Services services() {
    Services now = services;
    if (now == null) {
      throw ApiException.unavailable("the gateway is connecting to the log; ask again soon")
          .retryAfter(PAUSE);
    }
    return now;
  }

  /** Whether the directory was current once, so that requests are served. */
  public boolean isServing() {
    return services != null;
  }

  /** How far the directory's partition is behind; empty while not connected. */
  public Optional<Duration> behind() {
    Connection open = connection;
    return open == null || services == null
        ? Optional.empty()
        : Optional.of(open.follower().behind(TenantPlace.SYSTEM.partition()));
  }

  /** Tenants that stand still. */
  public List<ParkedTenant> parked() {
    return follower().map(Follower::parked).orElse(List.of());
  }

  /** Follows the log for reads; empty while not connected. */
  public Optional<Follower> follower() {
    return Optional.ofNullable(connection).map(Connection::follower);
  }

  /** The store of the directory; empty while not connected. */
  public Optional<HeldTenant> system() {
    return Optional.ofNullable(services == null ? null : system);
  }

  @PreDestroy
  void stop() throws InterruptedException {
    connecting.interrupt();
    connecting.join(PAUSE);
    HeldTenant held = system;
    if (held != null) {
      held.close();
    }
    Connection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
