package io.entdb.service.logs;

import io.quarkiverse.loggingjson.JsonGenerator;
import io.quarkiverse.loggingjson.JsonProvider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
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

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final int NANOS_PER_MS = 1_000_000;

  /** Puts parameters into messages. */
  private static final ExtFormatter WORDS = new PatternFormatter("%s");

  private final String service;

  /** The last second that a line was of: most have it in common. */
  private volatile Second second = new Second(Long.MIN_VALUE, "");

  private record Second(long sinceEpoch, String text) {}

  /** Takes the members of a line, in their order. Names need no escaping. */
  interface Members<E extends Exception> {
    void text(String name, String value) throws E;

    void number(String name, long value) throws E;
  }

  LogLine(@ConfigProperty(name = "quarkus.application.name") String service) {
    this.service = service;
  }

  /** Lines before the service's start; {@link JsonLines} has those from then on. */
  @Override
  public void writeTo(JsonGenerator json, ExtLogRecord line) throws IOException {
    tell(
        line,
        new Members<IOException>() {
          @Override
          public void text(String name, String value) throws IOException {
            json.writeStringField(name, value);
          }

          @Override
          public void number(String name, long value) throws IOException {
            json.writeNumberField(name, value);
          }
        });
  }

  /** What a line says. */
  <E extends Exception> void tell(ExtLogRecord line, Members<E> members) throws E {
    members.text("timestamp", timestamp(line.getInstant()));
    members.text("level", level(line.getLevel().intValue()));
    if (line instanceof AccessLine access) {
      AccessLine.Facts facts = access.facts();
      members.text("message", AccessLine.MESSAGE);
      tell(members, TENANT_ID, facts.tenantId());
      tell(members, ACTOR, facts.actor());
      members.text(REQUEST_ID, facts.requestId());
      members.number("duration_ms", facts.durationMs());
      members.text("endpoint", facts.endpoint());
      tell(members, "trace_id", facts.traceId());
    } else {
      members.text("message", WORDS.formatMessage(line));
      tell(members, TENANT_ID, context(line, TENANT_ID));
      tell(members, ACTOR, context(line, ACTOR));
      tell(members, REQUEST_ID, context(line, REQUEST_ID));
      tell(members, "trace_id", context(line, TRACE_ID));
    }
    members.text("service", service);
    @Nullable Throwable error = line.getThrown();
    if (error != null) {
      members.text("error", text(error));
    }
  }

  private static <E extends Exception> void tell(
      Members<E> members, String name, Optional<String> value) throws E {
    if (value.isPresent()) {
      members.text(name, value.get());
    }
  }

  private String timestamp(Instant instant) {
    Second known = second;
    if (known.sinceEpoch() != instant.getEpochSecond()) {
      known = new Second(instant.getEpochSecond(), SECONDS.format(instant));
      second = known;
    }
    String ms = Integer.toString(1_000 + instant.getNano() / NANOS_PER_MS).substring(1);
    return known.text() + "." + ms + "Z";
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
