package io.entdb.service.variables;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Offers what {@link Variables} found to the framework. Variables that mean nothing change nothing
 * here; {@link VariablesCheck} refuses them once the log is up to say so.
 */
public final class VariablesSource implements ConfigSource {
  /** Over application.properties (250), under the framework's own environment variables (300). */
  private static final int ORDINAL = 275;

  private final Map<String, String> keys = Variables.of(System.getenv()).keys();

  @Override
  public Set<String> getPropertyNames() {
    return keys.keySet();
  }

  @Override
  public @Nullable String getValue(String key) {
    return keys.get(key);
  }

  @Override
  public String getName() {
    return "ENTDB variables";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
