package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of this machine that checks what we wrote. */
final class Tool {
  private static final int TIMEOUT_SECONDS = 120;

  private final Path program;

  private Tool(Path program) {
    this.program = program;
  }

  /** What a run printed, and its exit code. */
  record Run(int code, String output) {
    /** The run, which has to have gone well. */
    Run requireSuccess() {
      assertThat(code).as(output).isZero();
      return this;
    }
  }

  static Optional<Tool> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Tool::new);
  }

  /** The program; where it is missing the test is skipped and says what to install. */
  static Tool require(String name, String debianPackage) {
    Optional<Tool> tool = find(name);
    assumeTrue(
        tool.isPresent(),
        () -> "SKIPPED: %s is not installed (Debian's package %s)".formatted(name, debianPackage));
    return tool.orElseThrow();
  }

  Path program() {
    return program;
  }

  Run run(Path folder, String... arguments) throws IOException, InterruptedException {
    return run(folder, Map.of(), "", arguments);
  }

  /** Runs it with some variables and standard input; it has two minutes. */
  Run run(Path folder, Map<String, String> variables, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("entdb-tool", ".log");
    Path stdin = Files.writeString(Files.createTempFile("entdb-tool", ".in"), input);
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(stdin.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
          .as("%s ends", command)
          .isTrue();
      return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
      Files.deleteIfExists(stdin);
    }
  }
}
