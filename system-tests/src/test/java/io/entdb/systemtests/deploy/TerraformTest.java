package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.entdb.systemtests.support.MetricsTable;
import io.entdb.systemtests.support.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The infrastructure as text, and under terraform where it and the AWS provider are found. */
final class TerraformTest {
  private static final String FOLDER = "terraform";
  private static final String PROVIDER = "registry.terraform.io/hashicorp/aws";

  @Test
  void alarmsAreThoseOfTheRules() {
    String rules = Repository.text("deploy/prometheus/entdb-alerts.yml");
    MetricsTable table = MetricsTable.read();
    Matcher alarm =
        Pattern.compile(
                "(Entdb\\w+) += \\{ metric = \"(\\w+)\\.value\", pick = \"(MAX|MIN)\","
                    + " (above|below) = (\\d+)")
            .matcher(Repository.text(FOLDER + "/alarms.tf"));
    int compared = 0;
    while (alarm.find()) {
      assertThat(table.has(alarm.group(2))).as(alarm.group(2)).isTrue();
      boolean isAbove = alarm.group(4).equals("above");
      assertThat(isAbove).isEqualTo(alarm.group(3).equals("MAX"));
      String limit =
          alarm.group(5).equals("5368709120") ? "5 * 1024 * 1024 * 1024" : alarm.group(5);
      assertThat(rules)
          .contains(
              "- alert: %s\n        expr: %s %s %s\n"
                  .formatted(alarm.group(1), alarm.group(2), isAbove ? ">" : "<", limit));
      compared++;
    }
    assertThat(compared).isGreaterThanOrEqualTo(10);
  }

  @Test
  void servicesAndPortsAreThoseOfCompose() {
    String services = Repository.text(FOLDER + "/services.tf");
    Repository.yaml("docker-compose.yml")
        .at("services")
        .entries()
        .forEach(
            (name, service) -> {
              String port = service.at("environment").at("ENTDB_MANAGEMENT_PORT").text();
              if (!port.isEmpty()) {
                assertThat(services)
                    .containsPattern(name + " = \\{\n[^}]*management = " + port + "[,\\s]");
              }
            });
    assertThat(services).contains("ports = [8080, 50051]");
  }

  @Test
  void filesAreLaidOutAsTerraformDoes() throws Exception {
    Tool terraform = Tool.require("terraform", "terraform, of HashiCorp");

    terraform.run(Repository.path(FOLDER), "fmt", "-check", "-recursive").requireSuccess();
  }

  @Test
  void theConfigurationIsValidAndPlansWhatItsTestsSay(@TempDir Path folder) throws Exception {
    Tool terraform = Tool.require("terraform", "terraform, of HashiCorp");
    Optional<Path> plugins = plugins();
    assumeTrue(
        plugins.isPresent(),
        "SKIPPED: the provider hashicorp/aws is in no folder of TF_PLUGIN_MIRROR or the usual"
            + " ones");
    copy(folder.resolve("stack"));
    Path config =
        Files.writeString(
            folder.resolve("terraform.rc"),
            """
            disable_checkpoint = true
            provider_installation {
              filesystem_mirror {
                path    = "%s"
                include = ["registry.terraform.io/*/*"]
              }
            }
            """
                .formatted(plugins.orElseThrow()));
    Map<String, String> variables = new HashMap<>();
    variables.put("TF_CLI_CONFIG_FILE", config.toString());
    variables.put("TF_IN_AUTOMATION", "1");

    for (List<String> arguments :
        List.of(
            List.of("init", "-input=false", "-no-color"),
            List.of("validate", "-no-color"),
            List.of("test", "-no-color"))) {
      Tool.Run run =
          terraform.run(folder.resolve("stack"), variables, "", arguments.toArray(String[]::new));
      run.requireSuccess();
      if (arguments.getFirst().equals("test")) {
        assertThat(run.output()).containsPattern("Success! [1-9]\\d* passed, 0 failed");
      }
    }
  }

  /** Without what terraform itself puts beside the files. */
  private static void copy(Path target) throws IOException {
    for (String end : List.of(".tf", ".hcl")) {
      for (String name : Repository.files(FOLDER, end)) {
        if (!name.contains("/.terraform")) {
          Path file = target.resolve(name.substring(FOLDER.length() + 1));
          Files.createDirectories(file.getParent());
          Files.copy(Repository.path(name), file);
        }
      }
    }
  }

  /** A folder with the provider, as {@code terraform providers mirror} makes it. */
  private static Optional<Path> plugins() throws IOException {
    String named = System.getenv("TF_PLUGIN_MIRROR");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path home = Path.of(System.getProperty("user.home", "/"));
    for (Path around :
        List.of(
            home.resolve(".terraform.d"),
            home.resolve(".local/share/terraform"),
            Path.of("/usr/local/share/terraform"),
            Path.of("/usr/share/terraform"),
            Path.of("/opt"))) {
      if (Files.isDirectory(around)) {
        try (Stream<Path> folders = Files.list(around)) {
          Optional<Path> found =
              folders.filter(it -> Files.isDirectory(it.resolve(PROVIDER))).findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }
}
