package io.entdb.service.logs;

import java.util.Optional;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;

/**
 * The line about one request. Its facts are members where lines are JSON, and words where they are
 * text. Says nothing of what the request carried.
 */
public final class AccessLine extends ExtLogRecord {
  /** What the line says where facts have members of their own. */
  static final String MESSAGE = "Request processed";

  private static final long serialVersionUID = 1L;

  private final transient Facts facts;

  /**
   * What is told of a request.
   *
   * @param endpoint a route's template or a method's name, never a path
   * @param status the protocol's word for how it ended
   * @param durationMs how long it took
   * @param tenantId empty = it named none, or was turned away before
   * @param actor empty = likewise
   * @param traceId empty = it is not traced
   */
  public record Facts(
      String method,
      String endpoint,
      String status,
      long durationMs,
      String requestId,
      Optional<String> tenantId,
      Optional<String> actor,
      Optional<String> traceId) {}

  /**
   * A line.
   *
   * @param logger the logger that it is given to
   */
  public AccessLine(Level level, String logger, Facts facts) {
    super(level, MESSAGE, FormatStyle.NO_FORMAT, AccessLine.class.getName());
    this.facts = facts;
    setLoggerName(logger);
  }

  Facts facts() {
    return facts;
  }

  /** The words; made only where lines are text. Put together by hand: there is one a request. */
  @Override
  public String getMessage() {
    var words = new StringBuilder(200);
    words.append(MESSAGE).append(": ").append(facts.method()).append(' ');
    words.append(facts.endpoint()).append(' ').append(facts.status());
    words.append(" in ").append(facts.durationMs()).append(" ms, ").append(facts.requestId());
    facts.tenantId().ifPresent(tenant -> words.append(" tenant ").append(tenant));
    facts.actor().ifPresent(actor -> words.append(" actor ").append(actor));
    facts.traceId().ifPresent(trace -> words.append(" trace ").append(trace));
    return words.toString();
  }
}
