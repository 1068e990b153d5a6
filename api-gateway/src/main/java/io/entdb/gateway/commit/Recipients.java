package io.entdb.gateway.commit;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Role;
import io.entdb.model.Storage;
import java.util.List;

/** Whether word of a new node can go to those that are named. */
final class Recipients {
  private Recipients() {}

  static void check(List<Principal> recipients, Storage storage) {
    if (recipients.size() > Limits.RECIPIENTS_MAX) {
      throw ApiException.validation(
          "recipients: "
              + recipients.size()
              + "; at most "
              + Limits.RECIPIENTS_MAX
              + ", name groups or roles instead");
    }
    for (Principal recipient : recipients) {
      if (!isOne(recipient)) {
        throw ApiException.validation(
            "recipients: \"" + recipient + "\" is no user, group, role or tenant:*");
      }
      if (storage instanceof Storage.Mailbox(Principal user) && !recipient.equals(user)) {
        throw ApiException.validation(
            "recipients: a node in the mailbox of \"" + user + "\" has no other recipients");
      }
    }
  }

  private static boolean isOne(Principal recipient) {
    return switch (recipient.kind()) {
      case "user", "group" -> true;
      case "role" -> Role.ofWord(recipient.id()).isPresent();
      default -> recipient.equals(Principal.EVERYONE);
    };
  }
}
