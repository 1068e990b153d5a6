package io.entdb.localstack;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the programs of a stack are.
 *
 * @param root the repository's folder, with the modules packaged
 */
record Installation(Path root) {

  /** The repository that the system property {@code entdb.root} or the working folder is in. */
  static Installation find() {
    Path start = Path.of(System.getProperty("entdb.root", "")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("dev")) && Files.exists(folder.resolve("local-stack"))) {
        return new Installation(folder);
      }
    }
    throw new LocalStackException(
        "%s is not inside EntDB's repository; name it with -Dentdb.root".formatted(start));
  }

  /** The Java that runs this code runs the stack, too. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The class path entry with {@link Tether}. */
  static String tether() {
    try {
      return Path.of(Tether.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has an entry that is no file", e);
    }
  }

  /** The jars of the broker, as a class path entry. */
  String brokerJars() {
    return packaged(root.resolve("local-stack/broker/target/lib")).resolve("*").toString();
  }

  /** The jars of the S3 server, as a class path entry. */
  String objectServerJars() {
    return packaged(root.resolve("local-stack/object-server/target/lib")).resolve("*").toString();
  }

  /** The jar that starts a service. */
  String serviceJar(Part.Kind service) {
    return packaged(root.resolve(service.label()).resolve("target/quarkus-app/quarkus-run.jar"))
        .toString();
  }

  private static Path packaged(Path path) {
    return Optional.of(path)
        .filter(Files::exists)
        .orElseThrow(
            () ->
                new LocalStackException(
                    "%s is missing: package the modules first (./dev up does it)".formatted(path)));
  }
}
