package io.entdb.model.record;

import io.entdb.model.ApiKey;
import io.entdb.model.Filter;
import io.entdb.model.Grant;
import io.entdb.model.NodeId;
import io.entdb.model.Payload;
import io.entdb.model.Principal;
import io.entdb.model.SecretHash;
import io.entdb.model.Storage;
import io.entdb.model.TenantId;
import io.entdb.model.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One step of a plan. The steps of a plan happen in order, all or none. */
public sealed interface Operation {
  /** A step that a client wrote; its index among these is the one that answers and errors name. */
  sealed interface Client extends Operation {
    /** Its name in the API, {@code create_node} … */
    String word();
  }

  /** A step that the system put into the record. */
  sealed interface Internal extends Operation
      permits CreateApiKey,
          RotateApiKey,
          RevokeApiKey,
          SetMember,
          RemoveMember,
          SetGroupMember,
          RemoveGroupMember,
          SetTenantStatus,
          PutSchema,
          OpenTenant,
          CreateTenant,
          Barrier,
          ControlOperation {}

  /**
   * Makes a node.
   *
   * @param id never open in a record: the gateway derives what the client leaves out
   * @param alias name for later steps of this plan, without {@code $}; empty = none
   * @param acl absent = the type's default_acl or none; present and empty = the owner alone
   * @param recipients users, groups, roles or {@code tenant:*} whose users get an item about the
   *     node in their mailboxes
   */
  record CreateNode(
      int typeId,
      NodeId id,
      String alias,
      Payload payload,
      Optional<List<Grant>> acl,
      OnConflict onConflict,
      Storage storage,
      List<Principal> recipients)
      implements Client {
    /** What happens when a unique key is held already. */
    public enum OnConflict {
      /** The plan is refused. */
      REFUSE,
      /** No node is made; id and alias of the result are those of the holder. */
      SKIP
    }

    public CreateNode {
      acl = acl.map(List::copyOf);
      recipients = List.copyOf(recipients);
    }

    /** A node of the tenant's that must be new. */
    public CreateNode(
        int typeId, NodeId id, String alias, Payload payload, Optional<List<Grant>> acl) {
      this(typeId, id, alias, payload, acl, OnConflict.REFUSE, Storage.ofTenant(), List.of());
    }

    @Override
    public String word() {
      return "create_node";
    }
  }

  /**
   * Merges a payload over a node's, shallowly by field id; nulls are stored.
   *
   * @param typeId what the client believes the node's type to be; 0 = it did not say
   */
  record UpdateNode(
      NodeRef node,
      Payload payload,
      OptionalLong expectedVersion,
      Optional<Precondition> precondition,
      int typeId)
      implements Client {
    /** An update by a client that did not say what type it takes the node to be of. */
    public UpdateNode(
        NodeRef node,
        Payload payload,
        OptionalLong expectedVersion,
        Optional<Precondition> precondition) {
      this(node, payload, expectedVersion, precondition, 0);
    }

    @Override
    public String word() {
      return "update_node";
    }
  }

  /** Hides a node and frees its unique keys (soft), or removes it with its edges (hard). */
  record DeleteNode(NodeRef node, boolean hard) implements Client {
    @Override
    public String word() {
      return "delete_node";
    }
  }

  /**
   * Deletes the nodes of a type that meet all filters and that the actor may delete, lowest ids
   * first. Mailbox nodes stay.
   *
   * @param where one or more
   * @param limit at most so many; 0 or less = {@link io.entdb.model.Limits#DELETE_WHERE_DEFAULT},
   *     never more than {@link io.entdb.model.Limits#DELETE_WHERE_MAX}
   */
  record DeleteWhere(int typeId, List<Filter> where, int limit, boolean hard) implements Client {
    public DeleteWhere {
      where = List.copyOf(where);
    }

    @Override
    public String word() {
      return "delete_where";
    }
  }

  /**
   * Marks items of a mailbox read. Only its user and the system may, whatever the user's role.
   *
   * @param node whose item; empty = all items that are there now
   */
  record MarkRead(Principal user, Optional<NodeRef> node) implements Client {
    @Override
    public String word() {
      return "mark_read";
    }
  }

  /**
   * A step by which those who manage a tenant put its content in order, whatever ACLs say. One step
   * does a bounded part; its counts say whether there is {@code more} to do.
   */
  sealed interface Managing extends Client {}

  /**
   * Shares nodes that a user owns, in order of id.
   *
   * @param grant what its principal gets, in place of what it has
   * @param after nodes up to this id are done; empty = none are
   * @param limit at most so many; 0 or less, or more than that = {@link
   *     io.entdb.model.Limits#CONTENT_STEP_MAX}
   */
  record DelegateAccess(Principal fromUser, Grant grant, String after, int limit)
      implements Managing {
    @Override
    public String word() {
      return "delegate_access";
    }
  }

  /** Gives nodes that a user owns to another user, who becomes a member if it is none. */
  record TransferContent(Principal fromUser, Principal toUser, int limit) implements Managing {
    @Override
    public String word() {
      return "transfer_content";
    }
  }

  /** Takes a user's grants on nodes away, and takes it out of all groups. */
  record RevokeAllAccess(Principal user, int limit) implements Managing {
    @Override
    public String word() {
      return "revoke_all_access";
    }
  }

  /** Puts a tenant on legal hold, or ends that. An archived tenant stays as it is. */
  record SetLegalHold(boolean enabled) implements Managing {
    @Override
    public String word() {
      return "set_legal_hold";
    }
  }

  /** Makes an edge, or overwrites the props of the one with the same type and ends. */
  record CreateEdge(int edgeType, NodeRef from, NodeRef to, Payload props) implements Client {
    @Override
    public String word() {
      return "create_edge";
    }
  }

  /** Removes an edge; nothing happens where there is none. */
  record DeleteEdge(int edgeType, NodeRef from, NodeRef to) implements Client {
    @Override
    public String word() {
      return "delete_edge";
    }
  }

  /** Replaces a node's ACL; empty = the owner alone. */
  record SetVisibility(NodeRef node, List<Grant> acl) implements Client {
    public SetVisibility {
      acl = List.copyOf(acl);
    }

    @Override
    public String word() {
      return "set_visibility";
    }
  }

  /** Gives a principal a grant, in place of the one it has. A node without ACL gets one. */
  record ShareNode(NodeRef node, Grant grant) implements Client {
    @Override
    public String word() {
      return "share_node";
    }
  }

  /** Takes a principal's grant away; nothing happens where it has none. */
  record RevokeAccess(NodeRef node, Principal principal) implements Client {
    @Override
    public String word() {
      return "revoke_access";
    }
  }

  /** Gives a node to another owner; only the present owner may. Grants stay. */
  record TransferOwnership(NodeRef node, Principal newOwner) implements Client {
    @Override
    public String word() {
      return "transfer_ownership";
    }
  }

  /** Gives a user a role: a first one, or another. */
  record SetMember(Member member, Mode mode) implements Internal {
    /** What the user must have been before. */
    public enum Mode {
      /** Not a member. */
      ADD,
      /** A member. */
      CHANGE
    }
  }

  /** Takes a user's role away. The last owner stays. */
  record RemoveMember(Principal user) implements Internal {}

  /**
   * Puts a principal into a group, or changes its role there. Groups need not be made first.
   *
   * @param member a user, or a group: groups nest
   * @param role for display
   */
  record SetGroupMember(Principal group, Principal member, String role) implements Internal {}

  /** Takes a principal out of a group; nothing happens where it is not in it. */
  record RemoveGroupMember(Principal group, Principal member) implements Internal {}

  /** Archives a tenant, puts it on legal hold, or makes it active again. */
  record SetTenantStatus(TenantStatus status) implements Internal {}

  /** Replaces the tenant's schema, when compatible. In the directory: the default schema. */
  record PutSchema(Schema schema) implements Internal {}

  /**
   * Changes nothing: a position that somebody wants a snapshot at. Stands alone in its record, so
   * that {@link Barriers} finds it cheaply.
   */
  record Barrier() implements Internal {}

  /** First record of a tenant's life. */
  record OpenTenant(List<Member> members, Schema schema) implements Internal {
    public OpenTenant {
      members = List.copyOf(members);
    }
  }

  /** Makes an API key. In the directory only, like all that concerns API keys. */
  record CreateApiKey(ApiKey key) implements Internal {}

  /**
   * Gives an API key another secret.
   *
   * @param overlapMs for how long the former secret still counts
   */
  record RotateApiKey(String id, SecretHash hash, long overlapMs) implements Internal {}

  /** Ends an API key at once; it stays listed. */
  record RevokeApiKey(String id) implements Internal {}

  /**
   * Enters a tenant into the directory; the first one for a tenant id wins.
   *
   * @param name for display
   * @param owner the first member
   * @param partition where the tenant lives for ever
   * @param logStart no record of the tenant stands before this n in its partition
   */
  record CreateTenant(TenantId tenant, String name, Principal owner, int partition, long logStart)
      implements Internal {}
}
