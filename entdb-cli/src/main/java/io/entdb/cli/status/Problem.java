package io.entdb.cli.status;

import java.util.Locale;

/**
 * Something that is down or over its limit.
 *
 * @param alert the alert rule that says the same
 * @param service which service, as far as it is known
 * @param instance its {@code host:port}
 */
public record Problem(String alert, String service, String instance, String message) {

  /** Where the operations guide says what to do. */
  public String runbook() {
    return "docs/operations.md#" + alert.toLowerCase(Locale.ROOT);
  }
}
