package io.entdb.service.variables;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about logs and traces, in the framework's keys.
 *
 * @param keys the framework's keys; variables that mean nothing give none
 * @param mistakes a sentence for each variable that means nothing, with what would
 * @param remarks a sentence for each that means something else than one might think
 */
public record Variables(Map<String, String> keys, List<String> mistakes, List<String> remarks) {
  private static final String LOG_LEVEL = "ENTDB_LOG_LEVEL";
  private static final String LOG_FORMAT = "ENTDB_LOG_FORMAT";
  private static final String LOG_OUTPUT = "ENTDB_LOG_OUTPUT";
  private static final String FILE = "file:";
  private static final String TRACING = "ENTDB_TRACING_ENABLED";
  private static final String JAEGER = "ENTDB_JAEGER_ENDPOINT";
  private static final String SAMPLE_RATIO = "ENTDB_TRACING_SAMPLE_RATIO";
  private static final String SAMPLER_ARG = "OTEL_TRACES_SAMPLER_ARG";
  private static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  /** Where OTLP over HTTP listens, in Jaeger and collectors alike. */
  private static final int OTLP_PORT = 4318;

  /** OpenTelemetry's own variables, which the framework knows under its keys only. */
  private static final Map<String, String> STANDARD =
      Map.of(
          "OTEL_EXPORTER_OTLP_PROTOCOL", "quarkus.otel.exporter.otlp.protocol",
          "OTEL_EXPORTER_OTLP_HEADERS", "quarkus.otel.exporter.otlp.headers",
          "OTEL_SERVICE_NAME", "quarkus.otel.service.name",
          "OTEL_RESOURCE_ATTRIBUTES", "quarkus.otel.resource.attributes");

  public Variables {
    keys = Map.copyOf(keys);
    mistakes = List.copyOf(mistakes);
    remarks = List.copyOf(remarks);
  }

  /** What an environment says. */
  public static Variables of(Map<String, String> environment) {
    var reader = new Reader(environment);
    reader.level();
    reader.format();
    reader.output();
    reader.tracing();
    return new Variables(reader.keys, reader.mistakes, reader.remarks);
  }

  /** A switch; empty = it says neither. */
  static Optional<Boolean> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final Map<String, String> keys = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    /** What a variable says; null = nothing. */
    private @Nullable String said(String variable) {
      String value = environment.get(variable);
      return value == null || value.isBlank() ? null : value.strip();
    }

    void level() {
      String said = said(LOG_LEVEL);
      if (said == null) {
        return;
      }
      for (LogLevel level : LogLevel.values()) {
        if (level.name().equalsIgnoreCase(said)) {
          keys.put("quarkus.log.category.\"io.entdb\".level", level.framework);
          // Libraries' debug lines would drown ours, and may show what records hold.
          keys.put("quarkus.log.level", level == LogLevel.DEBUG ? "INFO" : level.framework);
          if (level.compareTo(LogLevel.WARNING) > 0) {
            // The services hold it at a level of its own, which is lower.
            keys.put("quarkus.log.category.\"io.smallrye.health\".level", level.framework);
          }
          return;
        }
      }
      mistakes.add(
          LOG_LEVEL + " must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not '" + said + "'");
    }

    void format() {
      String said = said(LOG_FORMAT);
      if (said == null) {
        return;
      }
      switch (said.toLowerCase(Locale.ROOT)) {
        case "json" -> {
          keys.put("quarkus.log.json.console.enabled", "true");
          keys.put("quarkus.log.json.file.enabled", "true");
        }
        case "text" -> {
          keys.put("quarkus.log.json.console.enabled", "false");
          keys.put("quarkus.log.json.file.enabled", "false");
        }
        default -> mistakes.add(LOG_FORMAT + " must be json or text, not '" + said + "'");
      }
    }

    void output() {
      String said = said(LOG_OUTPUT);
      if (said == null || said.equals("stdout")) {
        return;
      }
      if (said.equals("stderr")) {
        keys.put("quarkus.log.console.stderr", "true");
      } else if (said.startsWith(FILE) && said.length() > FILE.length()) {
        keys.put("quarkus.log.console.enabled", "false");
        keys.put("quarkus.log.file.enabled", "true");
        keys.put("quarkus.log.file.path", said.substring(FILE.length()));
      } else {
        mistakes.add(LOG_OUTPUT + " must be stdout, stderr or file:PATH, not '" + said + "'");
      }
    }

    void tracing() {
      String said = said(TRACING);
      Optional<Boolean> enabled = said == null ? Optional.of(false) : flag(said);
      if (enabled.isEmpty()) {
        mistakes.add(TRACING + " must be true or false, not '" + said + "'");
        return;
      }
      if (!enabled.get()) {
        if (said(JAEGER) != null) {
          remarks.add(JAEGER + " does nothing without " + TRACING + "=true");
        }
        return;
      }
      boolean isOverruled = "true".equalsIgnoreCase(said("OTEL_SDK_DISABLED"));
      keys.put("quarkus.otel.sdk.disabled", Boolean.toString(isOverruled));
      keys.put("quarkus.otel.exporter.otlp.endpoint", endpoint());
      STANDARD.forEach(
          (variable, key) -> {
            String value = said(variable);
            if (value != null) {
              keys.put(key, value);
            }
          });
      String delayMs = said("OTEL_BSP_SCHEDULE_DELAY");
      if (delayMs != null) {
        keys.put("quarkus.otel.bsp.schedule.delay", delayMs + "ms");
      }
      sampling();
    }

    private void sampling() {
      if (said("OTEL_TRACES_SAMPLER") != null) {
        remarks.add(
            "OTEL_TRACES_SAMPLER is not read: traces are sampled as their parents are, others by"
                + " the share that "
                + SAMPLE_RATIO
                + " names, 0 to 1");
      }
      String variable = said(SAMPLE_RATIO) != null ? SAMPLE_RATIO : SAMPLER_ARG;
      String said = said(variable);
      if (said == null) {
        return;
      }
      if (isShare(said)) {
        keys.put("quarkus.otel.traces.sampler.arg", said);
      } else {
        mistakes.add(variable + " must be a number from 0 to 1, not '" + said + "'");
      }
    }

    private static boolean isShare(String text) {
      try {
        double share = Double.parseDouble(text);
        return share >= 0 && share <= 1;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    private String endpoint() {
      String jaeger = said(JAEGER);
      String otlp = said(OTLP_ENDPOINT);
      if (otlp != null) {
        if (jaeger != null) {
          remarks.add(JAEGER + " does nothing beside " + OTLP_ENDPOINT);
        }
        return otlp;
      }
      if (jaeger == null) {
        return "http://localhost:" + OTLP_PORT;
      }
      Optional<String> mapped = ofJaeger(jaeger);
      if (mapped.isEmpty()) {
        mistakes.add(
            JAEGER
                + " must be an address such as http://jaeger:14268/api/traces, not '"
                + jaeger
                + "'");
        return "http://localhost:" + OTLP_PORT;
      }
      remarks.add(
          "%s=%s: traces go to %s by OTLP, because Jaeger's own protocol is no longer spoken"
              .formatted(JAEGER, jaeger, mapped.get()));
      return mapped.get();
    }

    /** The same host's OTLP port. */
    private static Optional<String> ofJaeger(String address) {
      try {
        var uri = new URI(address);
        boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        return isWeb && uri.getHost() != null
            ? Optional.of(uri.getScheme() + "://" + uri.getHost() + ":" + OTLP_PORT)
            : Optional.empty();
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }
}
