package io.entdb.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.entdb.objects.ObjectStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Runs commands against an object store in memory. */
final class Shell {
  private final ObjectStore objects;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** What was asked of the gateway. */
  final List<String> posted = new ArrayList<>();

  Shell(ObjectStore objects) {
    this.objects = objects;
  }

  int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--bucket=entdb");
    return execute(all);
  }

  /** Runs a command of an area that needs no bucket. */
  int plain(String area, String... arguments) {
    List<String> all = new ArrayList<>(List.of(area));
    all.addAll(List.of(arguments));
    return execute(all);
  }

  private int execute(List<String> all) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Entdb.commandLine(new Fakes())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** Connects to memory. */
  private final class Fakes implements Connections {
    @Override
    public ObjectStore objects(StorageOptions options) {
      return objects;
    }

    @Override
    public AdminApi admin(URI gateway, String token) {
      return (path, body) -> {
        posted.add(path + " " + body);
        return JsonNodeFactory.instance
            .objectNode()
            .put("status", "APPLIED")
            .put("wal_position", "entdb-wal:2:41");
      };
    }

    @Override
    public Topic topic(String brokers, String topic) {
      throw new IllegalStateException("no command here needs Kafka");
    }

    @Override
    public String metricsPage(String target) {
      throw new IllegalStateException("no command here reads metrics");
    }
  }
}
