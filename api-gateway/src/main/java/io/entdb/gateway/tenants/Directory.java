package io.entdb.gateway.tenants;

import static java.util.stream.Collectors.toSet;

import io.entdb.follower.HeldTenant;
import io.entdb.gateway.affinity.Affinity;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.api.Refusals;
import io.entdb.gateway.log.LogAppender;
import io.entdb.gateway.log.LogAppender.Target;
import io.entdb.gateway.log.RequestHashes;
import io.entdb.model.IdempotencyKey;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import io.entdb.model.record.TenantStatus;
import io.entdb.model.record.UserStatus;
import io.entdb.model.schema.Schema;
import io.entdb.store.Membership;
import io.entdb.store.StoredOutcome;
import io.entdb.store.TenantEntry;
import io.entdb.store.TenantStanding;
import io.entdb.store.UserEntry;
import io.entdb.store.Viewer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The tenants, as the log of {@code _system} has them. */
public final class Directory {
  /** How long a request waits for the directory to catch up; ordinarily it is a few ms. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Most users whose status is remembered while the directory does not change. */
  private static final int USERS_MAX = 100_000;

  private final Following following;
  private final HeldTenant system;
  private final LogAppender log;
  private final Affinity affinity;
  private final RandomGenerator random;
  private volatile Known known =
      new Known(WalPosition.BEFORE_FIRST, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

  /** What was read of the directory since it last changed; n is its position. */
  private record Known(
      long n, Map<TenantId, TenantEntry> entries, Map<Principal, UserStatus> users) {}

  /**
   * The directory as a gateway knows it.
   *
   * @param random chooses among nodes
   */
  public Directory(
      Following following,
      HeldTenant system,
      LogAppender log,
      Affinity affinity,
      RandomGenerator random) {
    this.following = following;
    this.system = system;
    this.log = log;
    this.affinity = affinity;
    this.random = random;
  }

  /** A lease that is kept for the gateway's whole life. */
  public HeldTenant system() {
    return system;
  }

  /**
   * A tenant. One that is not known here is looked for up to the log's present end (ADR 0004 D6).
   *
   * @throws ApiException NOT_FOUND when there is none, MISDIRECTED_REQUEST when another node serves
   *     it
   */
  public TenantEntry require(TenantId tenant) {
    return served(find(tenant).orElseThrow(() -> notFound(tenant)));
  }

  /**
   * The same for operators, to whom deleted tenants are there as well: their stores follow the log
   * until they are erased.
   */
  public TenantEntry requireEntered(TenantId tenant) {
    return following
        .read(system, Viewer.INTERNAL, reader -> reader.tenant(tenant))
        .map(this::served)
        .orElseThrow(() -> notFound(tenant));
  }

  /** Every request passes here on its way from a tenant's name to its store (ADR 0019 D4). */
  private TenantEntry served(TenantEntry entry) {
    requireHere(entry.tenant(), entry.partition());
    return entry;
  }

  private void requireHere(TenantId tenant, int partition) {
    if (!affinity.isHere(partition)) {
      affinity
          .redirect(partition, random)
          .ifPresent(
              node -> {
                throw ApiException.misdirected(tenant, node);
              });
    }
  }

  /**
   * Turns a request away that creates a tenant and goes on with it, when the tenant would live with
   * another node: nothing may have happened before the client asks there.
   */
  public void requireHereWhenCreated(TenantId tenant) {
    requireHere(tenant, partitionFor(tenant, following.partitionCount()));
  }

  /** Those of some tenants that only other nodes serve. */
  public Elsewhere elsewhere(Collection<TenantId> tenants) {
    var elsewhere = new TreeMap<TenantId, String>();
    for (TenantId tenant : tenants) {
      lookUp(tenant)
          .flatMap(entry -> affinity.redirect(entry.partition(), random))
          .ifPresent(node -> elsewhere.put(tenant, node));
    }
    return new Elsewhere(elsewhere);
  }

  private static ApiException notFound(TenantId tenant) {
    return ApiException.notFound("tenant \"" + tenant + "\" does not exist")
        .with("tenant_id", tenant.value());
  }

  /** A tenant, whoever serves it, or empty when there is none at the log's present end. */
  public Optional<TenantEntry> find(TenantId tenant) {
    Optional<TenantEntry> entry = lookUp(tenant);
    if (entry.isPresent()) {
      return entry;
    }
    catchUp();
    return lookUp(tenant);
  }

  private Known known() {
    Known memory = known;
    long n = system.state().n();
    if (memory.n() != n || memory.users().size() > USERS_MAX) {
      memory = new Known(n, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
      known = memory;
    }
    return memory;
  }

  private Optional<TenantEntry> lookUp(TenantId tenant) {
    Known memory = known();
    TenantEntry entry = memory.entries().get(tenant);
    if (entry != null) {
      return Optional.of(entry);
    }
    Optional<TenantEntry> found =
        following.read(
            system,
            Viewer.INTERNAL,
            reader ->
                reader
                    .tenant(tenant)
                    .filter(it -> reader.standing(tenant).status() != TenantStatus.DELETED));
    if (found.isPresent()) {
      memory.entries().put(tenant, found.get());
    }
    return found;
  }

  /** A user's roles in tenants, by tenant, as this gateway knows them now. */
  public List<Membership> memberships(Principal user) {
    return following.read(system, Viewer.INTERNAL, reader -> reader.memberships(user));
  }

  /** Tenants that may hold something of a user, but for deleted ones, in order. */
  public List<TenantId> tenantsWith(Principal user) {
    return following.read(
        system,
        Viewer.INTERNAL,
        reader ->
            reader.tenantsWith(user).stream()
                .filter(tenant -> reader.standing(tenant).status() != TenantStatus.DELETED)
                .toList());
  }

  /** How a tenant stands, as this gateway knows it now. */
  public TenantStanding standing(TenantId tenant) {
    return following.read(system, Viewer.INTERNAL, reader -> reader.standing(tenant));
  }

  /** Tenants that may hold something of one of some principals, but for deleted ones, in order. */
  public SortedSet<TenantId> sightings(Collection<Principal> principals) {
    return following.read(
        system,
        Viewer.INTERNAL,
        reader -> {
          var tenants = new TreeSet<TenantId>();
          principals.forEach(principal -> tenants.addAll(reader.sightings(principal)));
          tenants.removeIf(tenant -> reader.standing(tenant).status() == TenantStatus.DELETED);
          return tenants;
        });
  }

  /**
   * Turns a user's write away whom the directory says may not. A user whom it does not know may:
   * what counts is what the tenant was told.
   */
  public void requireWriter(Caller caller) {
    if (caller.isPrivileged()) {
      return;
    }
    UserStatus status =
        known()
            .users()
            .computeIfAbsent(
                caller.actor(),
                actor -> knownUser(actor).map(UserEntry::status).orElse(UserStatus.ACTIVE));
    if (!status.mayWrite()) {
      throw ApiException.forbidden("User '" + caller.actor().id() + "' is frozen and cannot write")
          .with("user_id", caller.actor().value());
    }
  }

  /** A user, or empty when there is none at the log's present end. */
  public Optional<UserEntry> findUser(Principal user) {
    Optional<UserEntry> entry = knownUser(user);
    if (entry.isPresent()) {
      return entry;
    }
    catchUp();
    return knownUser(user);
  }

  /** A user as this gateway knows it now. */
  public Optional<UserEntry> knownUser(Principal user) {
    return following.read(system, Viewer.INTERNAL, reader -> reader.user(user));
  }

  /** Waits until the directory is at the log's present end. */
  public void catchUp() {
    if (!following.await(system, following.presentEnd(0), WAIT)) {
      throw ApiException.unavailable("the directory has not caught up with the log; ask again")
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  /** Tenants by id, after one. */
  public List<TenantEntry> list(Optional<TenantId> after, int limit) {
    return following.read(system, Viewer.INTERNAL, reader -> reader.tenants(after, limit));
  }

  /** Tenants that a caller may see, by id, after one. */
  public List<TenantEntry> visible(Caller caller, Optional<TenantId> start, int limit) {
    var visible = new ArrayList<TenantEntry>();
    Set<TenantId> own =
        memberships(caller.actor()).stream().map(Membership::tenant).collect(toSet());
    Optional<TenantId> after = start;
    while (true) {
      List<TenantEntry> batch = list(after, Limits.PAGE_SIZE_MAX);
      for (TenantEntry entry : batch) {
        boolean seen =
            caller.isPrivileged()
                || own.contains(entry.tenant())
                || entry.owner().equals(caller.actor());
        if (seen && standing(entry.tenant()).status() != TenantStatus.DELETED) {
          visible.add(entry);
          if (visible.size() == limit) {
            return visible;
          }
        }
      }
      if (batch.size() < Limits.PAGE_SIZE_MAX) {
        return visible;
      }
      after = Optional.of(batch.getLast().tenant());
    }
  }

  /** The schema that tenants take types from which they lack. */
  public Schema defaultSchema() {
    return following.read(system, Viewer.INTERNAL, reader -> reader.schema());
  }

  /**
   * Enters a tenant, or finds the one that somebody else entered at the same moment.
   *
   * @param owner its first member
   * @throws ApiException MISDIRECTED_REQUEST when another node serves it, or would
   */
  public TenantEntry findOrCreate(TenantId tenant, Principal owner) {
    Optional<TenantEntry> entry = find(tenant);
    if (entry.isPresent()) {
      return served(entry.get());
    }
    requireHereWhenCreated(tenant);
    try {
      return create(Caller.INTERNAL, tenant, tenant.value(), owner);
    } catch (ApiException e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
      return require(tenant);
    }
  }

  /**
   * Enters a tenant, wherever it will live.
   *
   * @param name for display
   * @throws ApiException CONFLICT when it is there already
   */
  public TenantEntry create(Caller caller, TenantId tenant, String name, Principal owner) {
    int partition = partitionFor(tenant, following.partitionCount());
    var operation = new Operation.CreateTenant(tenant, name, owner, partition, logStart(partition));
    var key = new IdempotencyKey("create-tenant:" + UUID.randomUUID());
    var hash =
        RequestHashes.of(
            caller, TenantId.SYSTEM, "create_tenant", new JsonValue.Text(tenant.value()));
    WalPosition position = log.append(Target.SYSTEM, caller, key, hash, List.of(operation));
    if (!following.await(system, position.n(), WAIT)) {
      throw ApiException.unavailable("the tenant is being created; ask for it until it is there");
    }
    Outcome outcome =
        following
            .read(system, Viewer.INTERNAL, reader -> reader.outcome(key))
            .map(StoredOutcome::outcome)
            .orElse(Outcome.Refused.of(RefusalCode.NOT_FOUND, -1, "the outcome is forgotten"));
    return switch (outcome) {
      case Outcome.Applied _ -> lookUp(tenant).orElseThrow(() -> notFound(tenant));
      case Outcome.Refused refused -> throw Refusals.toException(refused);
    };
  }

  /** No record of a tenant that is created after this call can stand before it (ADR 0004 D3). */
  private long logStart(int partition) {
    long followed = following.followed(partition);
    return Math.max(0, followed >= 0 ? followed : following.presentEnd(partition));
  }

  /** A partition but 0, by a hash of the id; recorded, so that it never changes (ADR 0004 D5). */
  static int partitionFor(TenantId tenant, int partitionCount) {
    byte[] hash = RequestHashes.sha256(tenant.value());
    return 1 + Integer.remainderUnsigned(ByteBuffer.wrap(hash).getInt(), partitionCount - 1);
  }
}
