package io.entdb.service.variables;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import org.jboss.logging.Logger;

/** Ends the start when a variable means nothing, before anything else does. */
@ApplicationScoped
public class VariablesCheck {
  private static final Logger LOG = Logger.getLogger(VariablesCheck.class);

  void refuseMistakes(@Observes @Priority(0) StartupEvent start) {
    Variables variables = Variables.of(System.getenv());
    var mistakes = new ArrayList<>(variables.mistakes());
    mistakes.addAll(CloudWatchVariables.of(System.getenv()).mistakes());
    Mistakes.refuse(mistakes);
    variables.remarks().forEach(LOG::warn);
  }
}
