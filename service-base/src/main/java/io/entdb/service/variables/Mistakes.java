package io.entdb.service.variables;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.jboss.logging.Logger;

/** How a service refuses a configuration. */
public final class Mistakes {
  private static final Logger LOG = Logger.getLogger(Mistakes.class);

  private Mistakes() {}

  /**
   * Ends the start if there are mistakes, having said all of them.
   *
   * @param mistakes a sentence for each, naming the variable
   */
  public static void refuse(List<String> mistakes) {
    if (mistakes.isEmpty()) {
      return;
    }
    String message = "the configuration has mistakes:\n  " + String.join("\n  ", mistakes);
    // The framework tells the terminal, but not the log, and somebody may read only that.
    LOG.fatal(message);
    throw new ConfigurationException(message);
  }
}
