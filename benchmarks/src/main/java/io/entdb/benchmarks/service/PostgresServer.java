package io.entdb.benchmarks.service;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own for one run: a new cluster in a folder, on loopback, with the settings
 * that its packages have. It refuses to run as root; then it runs as the user {@code postgres}.
 */
final class PostgresServer implements AutoCloseable {
  private static final String USER = "bench";
  private static final int START_PATIENCE_S = 30;
  private static final int STOP_PATIENCE_S = 10;

  private final Process process;
  private final Thread atExit;
  private final String url;

  private PostgresServer(Process process, int port) {
    this.process = process;
    // Prepared on the server from the first use on; the driver would wait for the fifth.
    this.url =
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&prepareThreshold=1".formatted(port, USER);
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The folder with PostgreSQL's programs; empty = it is not installed. */
  static Optional<Path> programs() throws IOException {
    var folders = new ArrayList<Path>();
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions
            .sorted(Comparator.comparingInt(PostgresServer::version).reversed())
            .forEach(version -> folders.add(version.resolve("bin")));
      }
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      folders.add(Path.of(folder));
    }
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
        .findFirst();
  }

  private static int version(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("[0-9]{1,4}") ? Integer.parseInt(name) : 0;
  }

  static PostgresServer start(Path programs, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> asUser = List.of();
    if (System.getProperty("user.name").equals("root")) {
      giveAway(folder);
      asUser = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
    }
    Path data = folder.resolve("data");
    runToEnd(
        folder,
        joined(
            asUser,
            programs.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C"));
    int port = freePort();
    var command =
        joined(
            asUser,
            programs.resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-k",
            folder.toString(),
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port));
    // Said even though it is the default: the comparison rests on it.
    command.addAll(List.of("-c", "fsync=on", "-c", "synchronous_commit=on"));
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var server = new PostgresServer(process, port);
    server.awaitReady(log);
    return server;
  }

  /** Root made the folder and what leads to it; the user who runs the server must get there. */
  private static void giveAway(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    var postgres =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
    Files.setOwner(folder, postgres);
  }

  private static List<String> joined(List<String> first, String... then) {
    var all = new ArrayList<>(first);
    all.addAll(List.of(then));
    return all;
  }

  private static void runToEnd(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path log = folder.resolveSibling(folder.getFileName() + "-initdb.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(
          "%s failed:%n%s".formatted(String.join(" ", command), Files.readString(log)));
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_PATIENCE_S);
    while (true) {
      try (Connection connection = connect()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new IOException(
              "PostgreSQL did not start:%n%s".formatted(Files.readString(log)), e);
        }
      }
      Thread.sleep(100);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  long pid() {
    return process.pid();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits for its clients to go, so close them first. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
