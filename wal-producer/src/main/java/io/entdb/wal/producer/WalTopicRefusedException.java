package io.entdb.wal.producer;

import java.util.List;

/**
 * The topic would break a promise: records could be lost, reordered in time or refused. Stop and
 * tell a human; the message names every setting that is wrong and the command that mends it.
 */
public final class WalTopicRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> violations;

  public WalTopicRefusedException(String topic, List<String> violations) {
    super(
        "topic %s breaks %d of the log's promises:%n  %s"
            .formatted(
                topic, violations.size(), String.join(System.lineSeparator() + "  ", violations)));
    this.violations = List.copyOf(violations);
  }

  /** One line each: what was found, what is needed, how to mend it. */
  public List<String> violations() {
    return violations;
  }
}
