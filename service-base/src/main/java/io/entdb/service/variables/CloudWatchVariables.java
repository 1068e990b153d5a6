package io.entdb.service.variables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether and where metrics go to CloudWatch.
 *
 * @param region empty = the one that AWS's own variables name
 * @param mistakes a sentence for each variable that means nothing
 */
public record CloudWatchVariables(
    boolean enabled, String namespace, Optional<String> region, List<String> mistakes) {
  private static final String ENABLED = "ENTDB_CLOUDWATCH_ENABLED";
  private static final String NAMESPACE = "ENTDB_CLOUDWATCH_NAMESPACE";
  private static final String REGION = "ENTDB_CLOUDWATCH_REGION";
  private static final String NAMESPACE_DEFAULT = "EntDB";

  public CloudWatchVariables {
    mistakes = List.copyOf(mistakes);
  }

  /** What an environment says. */
  public static CloudWatchVariables of(Map<String, String> environment) {
    var mistakes = new ArrayList<String>();
    String said = environment.getOrDefault(ENABLED, "").strip();
    Optional<Boolean> enabled = said.isEmpty() ? Optional.of(false) : Variables.flag(said);
    if (enabled.isEmpty()) {
      mistakes.add(ENABLED + " must be true or false, not '" + said + "'");
    }
    String namespace = environment.getOrDefault(NAMESPACE, "").strip();
    if (namespace.startsWith("AWS/")) {
      mistakes.add(NAMESPACE + " must not begin with AWS/, which is Amazon's, but is " + namespace);
    }
    return new CloudWatchVariables(
        enabled.orElse(false),
        namespace.isEmpty() ? NAMESPACE_DEFAULT : namespace,
        Optional.of(environment.getOrDefault(REGION, "").strip()).filter(it -> !it.isEmpty()),
        mistakes);
  }
}
