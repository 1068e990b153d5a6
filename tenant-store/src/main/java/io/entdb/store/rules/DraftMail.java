package io.entdb.store.rules;

import io.entdb.model.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Mailboxes as a plan has made them so far. */
final class DraftMail {
  private final TenantView view;
  private final Map<Principal, Draft.Slot<MailboxRow>> mailboxes = new LinkedHashMap<>();

  /** All items about a node that the plan has looked at: before, and now by user. */
  private final Map<String, Items> items = new LinkedHashMap<>();

  private static final class Items {
    final Map<ItemKey, ItemRow> before = new LinkedHashMap<>();
    final Map<ItemKey, ItemRow> now = new LinkedHashMap<>();
  }

  private record ItemKey(Principal user, long number) {
    static ItemKey of(ItemRow row) {
      return new ItemKey(row.user(), row.number());
    }
  }

  DraftMail(TenantView view) {
    this.view = view;
  }

  /** Puts word of a node into a mailbox, once. */
  void deliver(Principal user, String nodeId, long time) {
    Map<ItemKey, ItemRow> now = itemsOf(nodeId).now;
    if (now.values().stream().anyMatch(item -> item.user().equals(user))) {
      return;
    }
    Draft.Slot<MailboxRow> slot = slot(user);
    MailboxRow box = slot.now == null ? new MailboxRow(user, 0, 0) : slot.now;
    slot.now = new MailboxRow(user, box.delivered() + 1, box.readThrough());
    var item = new ItemRow(user, box.delivered() + 1, nodeId, time, false);
    now.put(ItemKey.of(item), item);
  }

  /** Marks the item about a node read; answers whether it was there and unread. */
  boolean mark(Principal user, String nodeId) {
    @Nullable MailboxRow box = slot(user).now;
    Map<ItemKey, ItemRow> now = itemsOf(nodeId).now;
    for (ItemRow item : List.copyOf(now.values())) {
      if (item.user().equals(user)
          && !item.marked()
          && box != null
          && item.number() > box.readThrough()) {
        now.put(ItemKey.of(item), new ItemRow(user, item.number(), nodeId, item.createdAt(), true));
        return true;
      }
    }
    return false;
  }

  /** Marks all items read that have come so far. */
  void markAll(Principal user) {
    Draft.Slot<MailboxRow> slot = slot(user);
    if (slot.now != null) {
      slot.now = new MailboxRow(user, slot.now.delivered(), slot.now.delivered());
    }
  }

  /** Takes word of a node out of all mailboxes. */
  void remove(String nodeId) {
    itemsOf(nodeId).now.clear();
  }

  /** Takes one item out of its mailbox. */
  void remove(ItemRow item) {
    itemsOf(item.nodeId()).now.remove(ItemKey.of(item));
  }

  /** Takes a mailbox away that has no items any more. */
  void close(Principal user) {
    slot(user).now = null;
  }

  List<Change> changes() {
    var changes = new ArrayList<Change>();
    for (Draft.Slot<MailboxRow> slot : mailboxes.values()) {
      if (!Objects.equals(slot.before, slot.now)) {
        changes.add(new Change.OfMailbox(slot.before, slot.now));
      }
    }
    for (Items each : items.values()) {
      each.before.forEach(
          (key, before) -> {
            @Nullable ItemRow after = each.now.get(key);
            if (!before.equals(after)) {
              changes.add(new Change.OfItem(before, after));
            }
          });
      each.now.forEach(
          (key, after) -> {
            if (!each.before.containsKey(key)) {
              changes.add(new Change.OfItem(null, after));
            }
          });
    }
    return changes;
  }

  private Draft.Slot<MailboxRow> slot(Principal user) {
    return mailboxes.computeIfAbsent(user, it -> new Draft.Slot<>(view.mailbox(it)));
  }

  private Items itemsOf(String nodeId) {
    return items.computeIfAbsent(
        nodeId,
        id -> {
          var found = new Items();
          for (ItemRow row : view.itemsOf(id)) {
            found.before.put(ItemKey.of(row), row);
            found.now.put(ItemKey.of(row), row);
          }
          return found;
        });
  }
}
