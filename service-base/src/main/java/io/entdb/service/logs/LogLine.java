package io.entdb.service.logs;

import io.quarkiverse.loggingjson.JsonGenerator;
import io.quarkiverse.loggingjson.JsonProvider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/** A line as JSON: exactly these members, those that have no value left out. */
@Singleton
public class LogLine implements JsonProvider {
  /** Under this key the current request's id stands in the logging context. */
  public static final String REQUEST_ID = "request_id";

  /** Under this key the current request's tenant does. */
  public static final String TENANT_ID = "tenant_id";

  /** Under this key the current request's actor does. */
  public static final String ACTOR = "actor";

  /** Under this key the framework leaves the id of the current trace. */
  private static final String TRACE_ID = "traceId";

  /** Longest stack trace that is written: collectors cut or drop longer lines. */
  private static final int ERROR_CHARS_MAX = 16 * 1024;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Puts parameters into messages. */
  private static final ExtFormatter WORDS = new PatternFormatter("%s");

  private final String service;

  LogLine(@ConfigProperty(name = "quarkus.application.name") String service) {
    this.service = service;
  }

  @Override
  public void writeTo(JsonGenerator json, ExtLogRecord line) throws IOException {
    json.writeStringField("timestamp", TIMESTAMP.format(line.getInstant()));
    json.writeStringField("level", level(line.getLevel().intValue()));
    if (line instanceof AccessLine access) {
      AccessLine.Facts facts = access.facts();
      json.writeStringField("message", AccessLine.MESSAGE);
      write(json, TENANT_ID, facts.tenantId());
      write(json, ACTOR, facts.actor());
      json.writeStringField(REQUEST_ID, facts.requestId());
      json.writeNumberField("duration_ms", facts.durationMs());
      json.writeStringField("endpoint", facts.endpoint());
      write(json, "trace_id", facts.traceId());
    } else {
      json.writeStringField("message", WORDS.formatMessage(line));
      write(json, TENANT_ID, context(line, TENANT_ID));
      write(json, ACTOR, context(line, ACTOR));
      write(json, REQUEST_ID, context(line, REQUEST_ID));
      write(json, "trace_id", context(line, TRACE_ID));
    }
    json.writeStringField("service", service);
    @Nullable Throwable error = line.getThrown();
    if (error != null) {
      json.writeStringField("error", text(error));
    }
  }

  private static void write(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private static Optional<String> context(ExtLogRecord line, String key) {
    return Optional.ofNullable(line.getMdc(key)).filter(value -> !value.isEmpty());
  }

  /** The level in the words of operators. */
  static String level(int value) {
    if (value >= Level.FATAL.intValue()) {
      return "CRITICAL";
    }
    if (value >= Level.ERROR.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARN.intValue()) {
      return "WARNING";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  private static String text(Throwable error) {
    var text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.getBuffer().length() <= ERROR_CHARS_MAX
        ? text.toString()
        : text.getBuffer().substring(0, ERROR_CHARS_MAX) + "...";
  }
}
