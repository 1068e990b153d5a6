package io.entdb.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path data;
  private Process process;

  @BeforeEach
  void startSomething() throws Exception {
    process = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endIt() {
    process.destroyForcibly();
  }

  @Test
  void stopsWhatAnEarlierLauncherLeftBehind() throws Exception {
    new RunFolder(data).started(Part.APPLIER, process.toHandle());

    assertThat(new RunFolder(data).stopLeftovers()).containsExactly("applier-service");

    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(new RunFolder(data).stopLeftovers()).isEmpty();
  }

  @Test
  void aStrangerThatGotTheSameProcessIdIsLeftAlone() throws Exception {
    new RunFolder(data).started(Part.APPLIER, process.toHandle());
    Path file = data.resolve("run/applier-service.pid");
    // As if the recorded process had started an hour before the one that has its id now.
    long started = Long.parseLong(Files.readString(file).strip().split(" ", -1)[1]);
    Files.writeString(file, process.pid() + " " + (started - 3_600_000));

    assertThat(new RunFolder(data).stopLeftovers()).isEmpty();

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aHalfWrittenFileNamesNobody() throws Exception {
    Files.createDirectories(data.resolve("run"));
    Files.writeString(data.resolve("run/s3.pid"), "12");

    assertThat(new RunFolder(data).stopLeftovers()).isEmpty();
  }

  @Test
  void aLauncherIsSeenUntilItLeaves() {
    var run = new RunFolder(data);
    run.enter();
    assertThat(run.launcher().map(ProcessHandle::pid)).contains(ProcessHandle.current().pid());

    run.leave();

    assertThat(run.launcher()).isEmpty();
  }
}
