package io.entdb.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void everyLineSaysWhoWroteIt() {
    new ConsoleLog(out, false).line(Part.gateway(2), "ready");

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("api-gateway-2    | ready\n");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    new ConsoleLog(out, true).line(Part.GATEWAY, "ready");

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("\u001b[32mapi-gateway      |\u001b[0m ready\n");
  }
}
