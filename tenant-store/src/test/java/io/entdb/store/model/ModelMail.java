package io.entdb.store.model;

import static io.entdb.store.model.ModelPlans.require;
import static io.entdb.store.model.ModelPlans.told;

import io.entdb.model.Principal;
import io.entdb.model.Storage;
import io.entdb.model.record.Operation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What plans make of mailboxes. */
final class ModelMail {
  private final ModelState state;
  private final ModelAccess access;
  private final Principal actor;

  ModelMail(ModelState state, ModelAccess access, Principal actor) {
    this.state = state;
    this.access = access;
    this.actor = actor;
  }

  /** Puts a node into the mailboxes of its user and its recipients. */
  void deliver(Operation.CreateNode op) {
    var users = new TreeSet<Principal>();
    if (op.storage() instanceof Storage.Mailbox(Principal user)) {
      require(op.recipients().stream().allMatch(user::equals), "others than its user");
      users.add(user);
    }
    for (Principal recipient : op.recipients()) {
      switch (recipient.kind()) {
        case "user" -> users.add(recipient);
        case "group" -> users.addAll(usersOf(recipient, new HashSet<>()));
        default ->
            state.members.forEach(
                (user, role) -> {
                  if (recipient.equals(Principal.EVERYONE) || recipient.id().equals(role.word())) {
                    users.add(user);
                  }
                });
      }
    }
    users.forEach(user -> state.deliver(user, op.id().value()));
  }

  private Set<Principal> usersOf(Principal group, Set<Principal> visited) {
    var users = new HashSet<Principal>();
    if (visited.add(group)) {
      for (Principal member : state.groups.getOrDefault(group, Set.of())) {
        users.addAll(member.kind().equals("user") ? Set.of(member) : usersOf(member, visited));
      }
    }
    return users;
  }

  /** Marks one node's item read, or all. */
  String markRead(Operation.MarkRead op, Optional<String> id) {
    require(access.isRoot() || op.user().equals(actor), "another's mailbox");
    ModelState.Box box = state.boxes.get(op.user());
    boolean[] marked = {id.isEmpty()};
    if (box != null) {
      state.boxes.put(
          op.user(),
          new ModelState.Box(
              box.items().stream()
                  .map(
                      item -> {
                        boolean meant = id.isEmpty() || id.get().equals(item.node());
                        marked[0] |= meant && !item.read();
                        return new ModelState.Item(
                            item.number(), item.node(), item.created(), item.read() || meant);
                      })
                  .toList(),
              box.delivered()));
    }
    return told(id.orElse(""), marked[0]);
  }
}
