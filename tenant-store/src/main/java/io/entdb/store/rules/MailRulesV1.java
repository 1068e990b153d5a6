package io.entdb.store.rules;

import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import io.entdb.model.record.NodeRef;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome.OpResult;
import io.entdb.model.record.RefusalCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules version 1 for mailboxes: who gets word of a node, and what is read. */
final class MailRulesV1 {
  private final PlanContext context;
  private final DraftMail mail;

  MailRulesV1(PlanContext context) {
    this.context = context;
    this.mail = context.draft().mail();
  }

  /** Puts word of a new node into the mailboxes of its recipients, as they are at this moment. */
  void deliver(Operation.CreateNode op) throws Refusal {
    if (op.recipients().size() > Limits.RECIPIENTS_MAX) {
      throw new Refusal(
          RefusalCode.VALIDATION_ERROR,
          "more than " + Limits.RECIPIENTS_MAX + " recipients; name groups or roles instead");
    }
    var users = new TreeSet<Principal>();
    if (op.storage() instanceof Storage.Mailbox(Principal user)) {
      requireNoOther(op.recipients(), user);
      users.add(user);
    }
    for (Principal recipient : op.recipients()) {
      users.addAll(usersOf(recipient));
    }
    context.delivered(users.size());
    users.forEach(user -> mail.deliver(user, op.id().value(), context.time()));
  }

  /** Takes word of a node that goes out of all mailboxes. */
  void forget(String nodeId) {
    mail.remove(nodeId);
  }

  OpResult markRead(Operation.MarkRead op) throws Refusal {
    Access access = context.access();
    if (!access.privileged() && !op.user().equals(access.actor())) {
      throw new Refusal(
          RefusalCode.FORBIDDEN,
          "actor \"" + access.actor() + "\" may not change the mailbox of \"" + op.user() + "\"");
    }
    Optional<NodeRef> node = op.node();
    if (node.isEmpty()) {
      mail.markAll(op.user());
      return new OpResult(op.word(), "", "", true, "");
    }
    String id = context.idOf(node.get());
    return new OpResult(op.word(), id, "", mail.mark(op.user(), id), "");
  }

  private static void requireNoOther(List<Principal> recipients, Principal user) throws Refusal {
    for (Principal recipient : recipients) {
      if (!recipient.equals(user)) {
        throw new Refusal(
            RefusalCode.VALIDATION_ERROR,
            "a node in the mailbox of \"" + user + "\" has no other recipients");
      }
    }
  }

  private Set<Principal> usersOf(Principal recipient) throws Refusal {
    return switch (recipient.kind()) {
      case "user" -> Set.of(recipient);
      case "group" -> usersOfGroup(recipient);
      case "role" -> {
        Optional<Role> role = Role.ofWord(recipient.id());
        if (role.isEmpty()) {
          throw noRecipient(recipient);
        }
        yield members(role);
      }
      case "tenant" -> {
        if (!recipient.equals(Principal.EVERYONE)) {
          throw noRecipient(recipient);
        }
        yield members(Optional.empty());
      }
      default -> throw noRecipient(recipient);
    };
  }

  private static Refusal noRecipient(Principal recipient) {
    return new Refusal(
        RefusalCode.VALIDATION_ERROR,
        "\"" + recipient + "\" is no recipient; those are users, groups, roles and tenant:*");
  }

  /** Groups of groups as well, as deep as access looks. */
  private Set<Principal> usersOfGroup(Principal group) throws Refusal {
    var users = new HashSet<Principal>();
    var seen = new HashSet<Principal>(Set.of(group));
    List<Principal> frontier = List.of(group);
    for (int depth = 0; depth < Limits.GROUP_DEPTH_MAX && !frontier.isEmpty(); depth++) {
      var next = new ArrayList<Principal>();
      for (Principal each : frontier) {
        for (Principal member : context.view().membersOf(each)) {
          if (member.kind().equals("user")) {
            users.add(member);
          } else if (member.kind().equals("group") && seen.add(member)) {
            next.add(member);
          }
        }
      }
      frontier = next;
    }
    return users;
  }

  /** The members with a role; empty = all. One more than a plan may reach, to be refused. */
  private Set<Principal> members(Optional<Role> role) {
    var users = new HashSet<Principal>();
    for (MemberRow row : context.view().members(role, Limits.FANOUT_MAX + 1)) {
      users.add(row.member().user());
    }
    return users;
  }
}
