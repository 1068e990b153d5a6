package io.entdb.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.systemtests.support.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: README's five-minute tour works as it is written. Method: takes its commands from the file
 * and runs them in a shell, one after the other, against a running stack.
 */
@ExtendWith(SharedStack.class)
class ReadmeTourTest {
  private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final String ADDRESS = "http://127.0.0.1:8080";

  @Test
  void everyCommandOfTheTourDoesWhatTheTextSays(LocalStack stack) throws Exception {
    List<String> blocks = blocks();
    assertThat(blocks.getFirst()).contains(ADDRESS);
    List<String> answers = run(blocks, stack.rest().toString().replaceAll("/$", ""));

    assertThat(answers).hasSize(7);
    assertThat(answers).noneMatch(it -> it.contains("\"error\""));
    assertThat(answers.get(1)).contains("\"fingerprint\":\"sha256:");
    assertThat(answers.get(2)).contains("\"status\":\"APPLIED\"", "\"alias\":\"ann\"");
    assertThat(answers.get(3)).contains("ann@example.com", "\"total_count\":1", "\"Ben\"");
    List<String> twice = answers.get(4).lines().toList();
    assertThat(twice).hasSize(2);
    assertThat(twice.getFirst()).isEqualTo(twice.getLast());
    assertThat(answers.get(5)).contains("\"age\":42");
    assertThat(answers.get(6)).contains("\"change\":\"node_created\"", "\"has_more\":true");
  }

  private static List<String> blocks() throws IOException {
    String readme =
        Files.readString(Path.of(System.getProperty("entdb.root", "..")).resolve("README.md"));
    String tour = readme.substring(readme.indexOf("## Five-minute tour"));
    var blocks = new ArrayList<String>();
    for (Matcher matcher = BLOCK.matcher(tour); matcher.find(); ) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  /** What each block prints; all run in one shell, so that later ones see variables. */
  private static List<String> run(List<String> blocks, String address) throws Exception {
    String mark = "--next-block--";
    String script = String.join("\necho '" + mark + "'\n", blocks).replace(ADDRESS, address);
    Process shell =
        new ProcessBuilder("bash", "-eu", "-c", script).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
    assertThat(shell.exitValue()).as(output).isZero();
    return List.of(output.split(mark + "\n?", -1));
  }
}
