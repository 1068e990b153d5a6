package io.entdb.gateway.grpc;

import io.entdb.gateway.health.HealthCheck;
import io.entdb.gateway.metrics.GatewayMetrics;
import io.entdb.gateway.requests.RequestWatch;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.GatewaySettings;
import io.entdb.grpc.v1.EntDBServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service with all its methods. */
@GrpcService
public class EntDbService implements BindableService {
  /** What a deployment calls its region that names none. */
  private static final String REGION_DEFAULT = "us-east-1";

  private final PlanCalls plans;
  private final NodeCalls nodes;
  private final QueryCalls queries;
  private final EdgeCalls edges;
  private final SharingCalls sharing;
  private final TenantCalls tenants;
  private final MemberCalls members;
  private final UserCalls users;
  private final MailboxCalls mailboxes;
  private final ContentCalls content;
  private final AccountCalls accounts;
  private final SchemaCalls schemas;
  private final HealthCalls health;
  private final Entrance entrance;
  private final GatewayMetrics metrics;
  private final RequestWatch watch;

  EntDbService(
      Gateway gateway,
      GatewaySettings settings,
      HealthCheck health,
      GatewayMetrics metrics,
      RequestWatch watch,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.plans = new PlanCalls(gateway);
    this.nodes = new NodeCalls(gateway);
    this.queries = new QueryCalls(gateway);
    this.edges = new EdgeCalls(gateway);
    this.sharing = new SharingCalls(gateway);
    this.tenants = new TenantCalls(gateway, settings.s3().region().orElse(REGION_DEFAULT));
    this.members = new MemberCalls(gateway);
    this.users = new UserCalls(gateway);
    this.mailboxes = new MailboxCalls(gateway);
    this.content = new ContentCalls(gateway);
    this.accounts = new AccountCalls(gateway);
    this.schemas = new SchemaCalls(gateway);
    this.health = new HealthCalls(health, version);
    this.entrance = new Entrance(gateway);
    this.metrics = metrics;
    this.watch = watch;
  }

  @Override
  public ServerServiceDefinition bindService() {
    var methods = new Methods(entrance, metrics, watch);
    methods.write(EntDBServiceGrpc.getExecuteAtomicMethod(), plans::execute);
    methods.read(EntDBServiceGrpc.getGetReceiptStatusMethod(), plans::receipt);
    methods.read(EntDBServiceGrpc.getGetNodeMethod(), nodes::node);
    methods.read(EntDBServiceGrpc.getGetNodesMethod(), nodes::nodes);
    methods.read(EntDBServiceGrpc.getGetNodeByKeyMethod(), nodes::byKey);
    methods.read(EntDBServiceGrpc.getWaitForOffsetMethod(), nodes::waitForOffset);
    methods.read(EntDBServiceGrpc.getQueryNodesMethod(), queries::query);
    methods.read(EntDBServiceGrpc.getSearchNodesMethod(), queries::search);
    methods.read(EntDBServiceGrpc.getGetEdgesFromMethod(), edges::from);
    methods.read(EntDBServiceGrpc.getGetEdgesToMethod(), edges::to);
    methods.read(EntDBServiceGrpc.getGetConnectedNodesMethod(), edges::connected);
    methods.write(EntDBServiceGrpc.getShareNodeMethod(), sharing::share);
    methods.write(EntDBServiceGrpc.getRevokeAccessMethod(), sharing::revoke);
    methods.write(EntDBServiceGrpc.getTransferOwnershipMethod(), sharing::transfer);
    methods.admin(EntDBServiceGrpc.getCreateTenantMethod(), tenants::create);
    methods.read(EntDBServiceGrpc.getGetTenantMethod(), tenants::get);
    methods.read(EntDBServiceGrpc.getListTenantsMethod(), tenants::list);
    methods.admin(EntDBServiceGrpc.getArchiveTenantMethod(), tenants::archive);
    methods.admin(EntDBServiceGrpc.getSetLegalHoldMethod(), tenants::setLegalHold);
    methods.admin(EntDBServiceGrpc.getAddTenantMemberMethod(), members::add);
    methods.admin(EntDBServiceGrpc.getRemoveTenantMemberMethod(), members::remove);
    methods.admin(EntDBServiceGrpc.getChangeMemberRoleMethod(), members::changeRole);
    methods.read(EntDBServiceGrpc.getGetTenantMembersMethod(), members::members);
    methods.admin(EntDBServiceGrpc.getAddGroupMemberMethod(), members::addToGroup);
    methods.admin(EntDBServiceGrpc.getRemoveGroupMemberMethod(), members::removeFromGroup);
    methods.admin(EntDBServiceGrpc.getCreateUserMethod(), users::create);
    methods.read(EntDBServiceGrpc.getGetUserMethod(), users::get);
    methods.admin(EntDBServiceGrpc.getUpdateUserMethod(), users::update);
    methods.read(EntDBServiceGrpc.getListUsersMethod(), users::list);
    methods.admin(EntDBServiceGrpc.getFreezeUserMethod(), users::freeze);
    methods.admin(EntDBServiceGrpc.getDeleteUserMethod(), users::delete);
    methods.admin(EntDBServiceGrpc.getCancelUserDeletionMethod(), users::cancelDeletion);
    methods.admin(EntDBServiceGrpc.getTransferUserContentMethod(), content::transfer);
    methods.admin(EntDBServiceGrpc.getDelegateAccessMethod(), content::delegate);
    methods.admin(EntDBServiceGrpc.getRevokeAllUserAccessMethod(), content::revokeAll);
    methods.read(EntDBServiceGrpc.getGetMailboxMethod(), mailboxes::items);
    methods.read(EntDBServiceGrpc.getSearchMailboxMethod(), mailboxes::search);
    methods.read(EntDBServiceGrpc.getListMailboxUsersMethod(), mailboxes::users);
    methods.read(EntDBServiceGrpc.getListSharedWithMeMethod(), accounts::shared);
    methods.read(EntDBServiceGrpc.getGetUserTenantsMethod(), accounts::tenants);
    methods.admin(EntDBServiceGrpc.getExportUserDataMethod(), accounts::export);
    methods.admin(EntDBServiceGrpc.getGetTenantQuotaMethod(), accounts::quota);
    methods.read(EntDBServiceGrpc.getGetSchemaMethod(), schemas::schema);
    methods.open(EntDBServiceGrpc.getHealthMethod(), health::health);
    return methods.definition(EntDBServiceGrpc.getServiceDescriptor());
  }
}
