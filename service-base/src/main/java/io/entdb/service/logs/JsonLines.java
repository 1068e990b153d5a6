package io.entdb.service.logs;

import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Lines as JSON, one object each. There is one for every request, so they are put together by hand:
 * the extension's formatter makes a generator with buffers and a context of its own for each.
 */
final class JsonLines extends ExtFormatter {
  /** What most lines take. */
  private static final int CHARS = 320;

  private static final String HEX = "0123456789abcdef";

  private final LogLine line;

  JsonLines(LogLine line) {
    this.line = line;
  }

  @Override
  public String format(ExtLogRecord record) {
    var text = new StringBuilder(CHARS);
    line.tell(record, new Writer(text));
    return text.append("}\n").toString();
  }

  private record Writer(StringBuilder text) implements LogLine.Members<RuntimeException> {
    @Override
    public void text(String name, String value) {
      name(name);
      quote(value);
    }

    @Override
    public void number(String name, long value) {
      name(name);
      text.append(value);
    }

    private void name(String name) {
      text.append(text.isEmpty() ? "{\"" : ",\"").append(name).append("\":");
    }

    private void quote(String value) {
      text.append('"');
      int written = 0;
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c < ' ' || c == '"' || c == '\\') {
          text.append(value, written, i);
          escape(c);
          written = i + 1;
        }
      }
      text.append(value, written, value.length()).append('"');
    }

    private void escape(char c) {
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '\r' -> text.append("\\r");
        default -> text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
  }
}
