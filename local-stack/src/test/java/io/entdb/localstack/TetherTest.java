package io.entdb.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TetherTest {

  @Test
  void aProcessEndsWhenItsLauncherIsGone() throws Exception {
    List<String> command =
        ChildSpec.tetheredJava(
            List.of("-XX:+UseSerialGC"),
            System.getProperty("java.class.path"),
            Sleeper.class.getName());
    Process process = new ProcessBuilder(command).start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("asleep");

      // What the system does when the launcher's last breath is a kill -9.
      process.getOutputStream().close();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
