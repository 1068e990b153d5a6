package io.entdb.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** SQL texts: one statement per resource, {@code sql/<name>.sql}, run as written. */
public final class Sql {
  private static final ConcurrentHashMap<String, String> TEXTS = new ConcurrentHashMap<>();

  private Sql() {}

  public static String text(String name) {
    return TEXTS.computeIfAbsent(name, it -> resource("sql/" + it + ".sql"));
  }

  /** The statements that make a layout from the one before. */
  public static String migration(String name) {
    return resource("migration/" + name + ".sql");
  }

  private static String resource(String path) {
    try (@Nullable InputStream in = Sql.class.getResourceAsStream("/io/entdb/store/" + path)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + path + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + path, e);
    }
  }
}
