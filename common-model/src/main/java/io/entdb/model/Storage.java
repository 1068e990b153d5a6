package io.entdb.model;

/**
 * Who a node is for at most, whatever its ACL says. Fixed when the node is made. An edge may not
 * lead from a node to a more private one.
 */
public sealed interface Storage {
  /** For those in the tenant that may read it; the usual mode. */
  record Tenant() implements Storage {}

  /** Private to one user: its mailbox. Only that user and the system see it. */
  record Mailbox(Principal user) implements Storage {
    public Mailbox {
      if (!user.kind().equals("user")) {
        throw new InvalidException("only users have mailboxes, not \"" + user + "\"");
      }
    }
  }

  /** Like {@link Tenant}, and known to be meant for everybody: it may not lead to anything less. */
  record Public() implements Storage {}

  static Storage ofTenant() {
    return new Tenant();
  }

  static Storage ofPublic() {
    return new Public();
  }

  /** Its number in the public API and on disk. */
  default int number() {
    return switch (this) {
      case Tenant _ -> 0;
      case Mailbox _ -> 1;
      case Public _ -> 2;
    };
  }

  /** Whose mailbox it is; empty = nobody's. */
  default String userText() {
    return this instanceof Mailbox(Principal user) ? user.value() : "";
  }

  /**
   * What {@link #number} and {@link #userText} gave.
   *
   * @throws InvalidException for anything else
   */
  static Storage of(int number, String user) {
    if (number == 1) {
      return new Mailbox(new Principal(user));
    }
    if (!user.isEmpty() || number < 0 || number > 2) {
      throw new InvalidException(
          "storage mode " + number + " with user " + Quoted.of(user) + " makes no sense");
    }
    return number == 0 ? ofTenant() : ofPublic();
  }

  /** Whether an edge may lead from a node that is kept so to one that is kept otherwise. */
  default boolean mayLeadTo(Storage other) {
    return switch (other) {
      case Public _ -> true;
      case Tenant _ -> !(this instanceof Public);
      case Mailbox _ -> equals(other);
    };
  }
}
