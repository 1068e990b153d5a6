package io.entdb.service.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.DelayedHandler;
import org.jboss.logmanager.handlers.OutputStreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LineBatchesTest {
  private final Output out = new Output();
  private final OutputStreamHandler handler =
      new OutputStreamHandler(out, new PatternFormatter("%m%n"));

  private List<ExtHandler> handlers = List.of();
  private final Logger logger = LogContext.create().getLogger("");

  /** As the framework has it: the output is within another handler. */
  @BeforeEach
  void begin() {
    var outer = new DelayedHandler();
    outer.addHandler(handler);
    logger.addHandler(outer);
    handlers = LineBatches.batch(logger);
    assertThat(handlers).containsExactly(handler, outer);
  }

  /** Counts how often it was written to. */
  private static final class Output extends ByteArrayOutputStream {
    int writes;

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      writes++;
      super.write(bytes, from, count);
    }

    synchronized int writes() {
      return writes;
    }

    List<String> lines() {
      return toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  @AfterEach
  void close() {
    handler.close();
  }

  private void log(Level level, String message) {
    logger.logRaw(new ExtLogRecord(level, message, getClass().getName()));
  }

  @Test
  void linesAreWrittenTogetherAndSoon() throws Exception {
    for (int i = 0; i < 50; i++) {
      log(Level.INFO, "line " + i);
    }
    long ends = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (out.lines().size() < 50) {
      assertThat(System.nanoTime()).isLessThan(ends);
      Thread.sleep(LineBatches.DELAY_MAX);
    }
    assertThat(out.lines()).startsWith("line 0", "line 1").endsWith("line 49");
    assertThat(out.writes()).isLessThan(25);
  }

  @Test
  void whatIsUrgentIsWrittenAtOnceBehindAllBeforeIt() {
    log(Level.INFO, "first");
    log(Level.WARN, "second");
    assertThat(out.lines()).containsExactly("first", "second");
  }

  @Test
  void theLastLinesBeforeTheEndAreWrittenOneByOne() {
    log(Level.INFO, "waits");
    LineBatches.end(handlers);
    assertThat(out.lines()).containsExactly("waits");
    log(Level.INFO, "does not");
    assertThat(out.lines()).containsExactly("waits", "does not");
  }

  @Test
  void moreThanTheBufferHoldsIsNotLost() throws Exception {
    String long1 = "x".repeat(30_000);
    log(Level.INFO, long1);
    for (int i = 0; i < 1_000; i++) {
      log(Level.INFO, "line " + i);
    }
    handler.flush();
    assertThat(out.lines()).hasSize(1_001).startsWith(long1).endsWith("line 999");
  }
}
