package io.entdb.systemtests.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of the repository that the tests run in. */
final class Repository {
  private static final Path ROOT = Path.of(System.getProperty("entdb.root", "..")).toAbsolutePath();

  private Repository() {}

  static Path path(String name) {
    return ROOT.resolve(name).normalize();
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A YAML file's tree, merge keys resolved. */
  static Tree yaml(String name) {
    Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(name));
    return new Tree(name, content);
  }

  /** Files below a folder whose names end so, as names from the root. */
  static List<String> files(String folder, String end) {
    try (Stream<Path> all = Files.walk(path(folder))) {
      return all.filter(Files::isRegularFile)
          .map(file -> ROOT.normalize().relativize(file).toString())
          .filter(name -> name.endsWith(end))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
