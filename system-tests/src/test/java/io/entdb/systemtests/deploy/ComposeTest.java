package io.entdb.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.systemtests.support.Repository;
import io.entdb.systemtests.support.Tree;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docker-compose.yml and Dockerfiles as text: no container engine is needed, and none was used. */
final class ComposeTest {
  private static final String COMPOSE = "docker-compose.yml";
  private static final Map<String, Integer> MANAGEMENT =
      Map.of(
          "api-gateway", 9090,
          "applier-service", 9091,
          "archiver-service", 9092,
          "snapshot-service", 9093);

  private static Tree services() {
    return Repository.yaml(COMPOSE).at("services");
  }

  @Test
  void allPartsAreThere() {
    assertThat(services().entries().keySet())
        .containsExactlyInAnyOrder(
            "kafka",
            "s3",
            "api-gateway",
            "applier-service",
            "archiver-service",
            "snapshot-service",
            "prometheus",
            "grafana");
  }

  @Test
  void everythingIsPublishedOnThisMachineOnly() {
    var published = new TreeSet<Integer>();
    services()
        .entries()
        .forEach(
            (name, service) -> {
              for (Tree port : service.at("ports").items()) {
                assertThat(port.text()).as(name).matches("127\\.0\\.0\\.1:\\d+:\\d+");
                int number = Integer.parseInt(port.text().split(":", -1)[1]);
                assertThat(published.add(number)).as("%s is published once", port).isTrue();
              }
            });
    assertThat(published).contains(8080, 50051, 9090, 9091, 9092, 9093, 9099, 3000);
  }

  @Test
  void everyVariableIsOneThatTheServiceReads() {
    for (String service : MANAGEMENT.keySet()) {
      Set<String> known = variablesOf(service);
      for (String variable : services().at(service).at("environment").entries().keySet()) {
        if (variable.startsWith("ENTDB_")) {
          assertThat(known).as("variables of " + service).contains(variable);
        } else {
          assertThat(variable).startsWith("AWS_");
        }
      }
    }
  }

  /**
   * What a service's README, its settings and the guide name: a typing error is in none of them.
   */
  private static Set<String> variablesOf(String service) {
    var names = new TreeSet<String>();
    var texts = new ArrayList<String>();
    texts.addAll(Repository.files(service + "/src/main", ".properties"));
    texts.addAll(Repository.files(service + "/src/main", ".java"));
    for (String library : List.of("common-model", "service-base")) {
      texts.addAll(Repository.files(library + "/src/main", ".java"));
    }
    texts.add(service + "/README.md");
    for (String text : texts) {
      Matcher name = Pattern.compile("ENTDB_[A-Z0-9_]+").matcher(Repository.text(text));
      while (name.find()) {
        names.add(name.group());
      }
    }
    return names;
  }

  @Test
  void everyPortIsTheSameEverywhere() {
    Map<String, String> scraped = new TreeMap<>();
    Tree job =
        Repository.yaml("deploy/prometheus/prometheus.yml").at("scrape_configs").items().getFirst();
    assertThat(job.at("job_name").text()).isEqualTo("entdb");
    for (Tree group : job.at("static_configs").items()) {
      String target = group.at("targets").items().getFirst().text();
      scraped.put(group.at("labels").at("service").text(), target);
    }
    MANAGEMENT.forEach(
        (service, port) -> {
          Tree compose = services().at(service);
          String number = Integer.toString(port);
          assertThat(compose.at("environment").at("ENTDB_MANAGEMENT_PORT").text())
              .isEqualTo(number);
          assertThat(compose.at("build").at("args").at("PORT").text()).isEqualTo(number);
          assertThat(compose.at("build").at("args").at("SERVICE").text()).isEqualTo(service);
          assertThat(compose.at("ports").items())
              .extracting(Tree::text)
              .contains("127.0.0.1:%s:%s".formatted(number, number));
          assertThat(scraped).containsEntry(service, service + ":" + number);
          assertThat(properties(service)).contains("${ENTDB_MANAGEMENT_PORT:" + number + "}");
        });
    Tree gateway = services().at("api-gateway").at("environment");
    assertThat(gateway.at("ENTDB_REST_PORT").text()).isEqualTo("8080");
    assertThat(gateway.at("ENTDB_GRPC_PORT").text()).isEqualTo("50051");
  }

  private static String properties(String service) {
    return Repository.text(service + "/src/main/resources/application.properties");
  }

  @Test
  void whatListensBeyondItsContainerSaysWhoMayCall() {
    for (String service : MANAGEMENT.keySet()) {
      Tree environment = services().at(service).at("environment");
      assertThat(environment.at("ENTDB_HOST").text()).isEqualTo("0.0.0.0");
      assertThat(environment.at("ENTDB_AUTH_MODE").text()).isEqualTo("${ENTDB_AUTH_MODE:-none}");
    }
  }

  @Test
  void whatIsMountedAndBuiltFromExists() {
    Set<String> volumes = Repository.yaml(COMPOSE).at("volumes").entries().keySet();
    services()
        .entries()
        .forEach(
            (name, service) -> {
              for (Tree volume : service.at("volumes").items()) {
                String source = volume.text().split(":", -1)[0];
                if (source.startsWith("./")) {
                  assertThat(Repository.path(source)).as(name).exists();
                  assertThat(volume.text()).as("configuration of " + name).endsWith(":ro");
                } else {
                  assertThat(volumes).contains(source);
                }
              }
              if (service.has("build")) {
                assertThat(Repository.path(service.at("build").at("dockerfile").text())).exists();
              }
            });
  }

  @Test
  void everyImageHasAVersionOrIsBuiltHere() {
    services()
        .entries()
        .forEach(
            (name, service) -> {
              String image = service.at("image").text();
              assertThat(image).as(name).isNotEmpty().doesNotContain("latest");
              assertThat(service.has("build") || image.matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+"))
                  .as("%s has a version: %s", name, image)
                  .isTrue();
              // A host before the first slash would name somebody's registry.
              assertThat(image.split("/", -1)[0]).doesNotContain(".", ":");
            });
  }

  @Test
  void imagesRunAsNobodyInParticularAndSayHowTheyAre() {
    List<String> files = Repository.files("deploy/docker", "");
    assertThat(files).contains("deploy/docker/Dockerfile.jvm", "deploy/docker/Dockerfile.native");
    for (String file : files) {
      if (!file.contains("Dockerfile.")) {
        continue;
      }
      String text = Repository.text(file);
      assertThat(text).as(file).contains("\nUSER 10001\n", "\nHEALTHCHECK ", "\nENTRYPOINT [");
      assertThat(text.indexOf("\nUSER ")).isLessThan(text.indexOf("\nENTRYPOINT "));
      for (Matcher copy = Pattern.compile("(?m)^COPY (?:--\\S+ )?(\\S+) ").matcher(text);
          copy.find(); ) {
        requireSource(file, copy.group(1));
      }
    }
  }

  /** What is made by a build need not be there; its module has to be. And docker may see it. */
  private static void requireSource(String file, String source) {
    if (source.contains("${SERVICE}")) {
      for (String service : MANAGEMENT.keySet()) {
        assertThat(Repository.path(service).resolve("pom.xml")).as(file).exists();
      }
      assertThat(source).startsWith("${SERVICE}/target/");
    } else if (source.contains("/target/")) {
      String module = source.substring(0, source.indexOf("/target/"));
      assertThat(Repository.path(module).resolve("pom.xml")).as(file).exists();
    } else {
      assertThat(Files.exists(Repository.path(source))).as("%s copies %s", file, source).isTrue();
    }
    String ignored = Repository.text(".dockerignore");
    assertThat(
            ignored
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1).replace("*/target", "${SERVICE}/target"))
                .map(line -> line.replace("*-runner", ""))
                .anyMatch(source::startsWith))
        .as("%s is not ignored by docker", source)
        .isTrue();
  }

  @Test
  void theHealthCheckTellsALivingServiceFromADeadOne() throws Exception {
    Tool bash = Tool.require("bash", "bash");
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0), 0);
    int[] status = {200};
    server.createContext(
        "/health/live",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    try {
      assertThat(healthcheck(bash, server.getAddress().getPort())).isZero();
      status[0] = 503;
      assertThat(healthcheck(bash, server.getAddress().getPort())).isNotZero();
    } finally {
      server.stop(0);
    }
    assertThat(healthcheck(bash, server.getAddress().getPort())).isNotZero();
  }

  private static int healthcheck(Tool bash, int port) throws Exception {
    return bash.run(
            Repository.path("deploy/docker"),
            Map.of("ENTDB_MANAGEMENT_PORT", Integer.toString(port)),
            "",
            "healthcheck.sh")
        .code();
  }

  @Test
  void composeItselfAcceptsTheFile() throws Exception {
    Tool compose = Tool.require("docker-compose", "docker-compose");

    compose.run(Repository.path("."), "config", "-q").requireSuccess();
  }
}
