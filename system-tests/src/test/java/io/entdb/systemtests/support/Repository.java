package io.entdb.systemtests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of the repository that the tests run in. */
public final class Repository {
  private static final Path ROOT = root();

  private Repository() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("dev"))) {
      folder = Objects.requireNonNull(folder.getParent(), "the tests run outside the repository");
    }
    return folder;
  }

  /** A file or folder by its name from the topmost folder; {@code "."} is that. */
  public static Path path(String name) {
    return ROOT.resolve(name).normalize();
  }

  /** What a file says. */
  public static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A YAML file's tree, merge keys resolved. */
  public static Tree yaml(String name) {
    Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(name));
    return new Tree(name, content);
  }

  /** Files below a folder whose names end so, as names from the root. */
  public static List<String> files(String folder, String end) {
    try (Stream<Path> all = Files.walk(path(folder))) {
      return all.filter(Files::isRegularFile)
          .map(file -> ROOT.relativize(file).toString())
          .filter(name -> name.endsWith(end))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
