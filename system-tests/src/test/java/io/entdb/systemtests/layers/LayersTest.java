package io.entdb.systemtests.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The arrows point inwards. Poms are checked because they say what may be used, bytecode because a
 * dependency of a dependency can be used without being declared.
 */
class LayersTest {
  private static final Modules MODULES = Modules.ofThisRepository();

  /** Which modules each library may use. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "common-model", Set.of(),
          "grpc-api", Set.of(),
          "object-store", Set.of(),
          "client-java", Set.of("grpc-api"),
          "tenant-store", Set.of("common-model"),
          "backup", Set.of("common-model", "tenant-store", "object-store"),
          "wal-producer", Set.of("common-model", "object-store"),
          "wal-consumer", Set.of("common-model"),
          "tenant-follower",
              Set.of("common-model", "tenant-store", "object-store", "backup", "wal-consumer"));

  /** Each service's module and its package. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "api-gateway", "io.entdb.gateway",
          "applier-service", "io.entdb.applier",
          "archiver-service", "io.entdb.archiver",
          "snapshot-service", "io.entdb.snapshotter");

  /** What services share: a part of them, that knows none of them. */
  private static final String SERVICE_BASE = "service-base";

  /** The only ones that write to the log. */
  private static final Set<String> WRITERS = Set.of("api-gateway", "applier-service");

  @Test
  void librariesUseOnlyWhatLiesFurtherIn() throws Exception {
    for (String library : LIBRARIES.keySet()) {
      assertThat(MODULES.dependencies(library))
          .as("dependencies in the pom of %s", library)
          .isSubsetOf(LIBRARIES.get(library));
    }
  }

  @Test
  void librariesKnowNoFramework() {
    for (String library : LIBRARIES.keySet()) {
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "jakarta..")
          .because("frameworks stay in the services, and " + library + " is none")
          .check(classes(library));
    }
  }

  @Test
  void servicesDoNotKnowEachOther() throws Exception {
    for (String service : SERVICES.keySet()) {
      assertThat(MODULES.dependencies(service))
          .as("dependencies in the pom of %s", service)
          .doesNotContainAnyElementsOf(SERVICES.keySet());
      String[] others =
          SERVICES.entrySet().stream()
              .filter(other -> !other.getKey().equals(service))
              .map(other -> other.getValue() + "..")
              .toArray(String[]::new);
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .because("services meet only in the log and the object store")
          .check(classes(service));
    }
  }

  @Test
  void whatServicesShareKnowsNoService() throws Exception {
    assertThat(MODULES.dependencies(SERVICE_BASE))
        .isSubsetOf("common-model", "object-store", "tenant-follower");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            SERVICES.values().stream().map(name -> name + "..").toArray(String[]::new))
        .because("it would carry one service into the others")
        .check(classes(SERVICE_BASE));
    for (String module : LIBRARIES.keySet()) {
      assertThat(MODULES.dependencies(module))
          .as("dependencies in the pom of %s; only services have it, from their parent", module)
          .doesNotContain(SERVICE_BASE);
    }
  }

  @Test
  void onlyTheGatewayAndTheApplierWriteToTheLog() throws Exception {
    for (String module : MODULES.names()) {
      if (!WRITERS.contains(module) && !module.equals("wal-producer")) {
        assertThat(MODULES.dependencies(module))
            .as("dependencies in the pom of %s", module)
            .doesNotContain("wal-producer");
      }
    }
    for (String service : SERVICES.keySet()) {
      if (!WRITERS.contains(service)) {
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.entdb.wal.producer..")
            .because("a second kind of writer would need its own proof that it keeps the order")
            .check(classes(service));
      }
    }
  }

  @Test
  void theRulesSeeEveryModule() throws Exception {
    assertThat(MODULES.names()).contains(SERVICE_BASE);
    assertThat(MODULES.names()).containsAll(LIBRARIES.keySet()).containsAll(SERVICES.keySet());
  }

  /** A rule over no classes holds without a word, so an empty folder is a failure. */
  private static JavaClasses classes(String module) {
    JavaClasses classes = new ClassFileImporter().importPaths(List.of(MODULES.classes(module)));
    assertThat(classes).as("compiled classes of %s", module).isNotEmpty();
    return classes;
  }
}
