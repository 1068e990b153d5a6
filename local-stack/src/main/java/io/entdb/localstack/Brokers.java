package io.entdb.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The Kafka brokers of one stack; each is its own controller, and three form a quorum. */
final class Brokers {
  private static final String HOST = "127.0.0.1";

  private final StackSettings settings;
  private final List<Address> addresses;

  private record Address(int clients, int controller) {}

  Brokers(StackSettings settings) {
    this.settings = settings;
    var addresses = new ArrayList<Address>();
    addresses.add(
        new Address(settings.ports().number(Port.KAFKA), settings.ports().number(Port.CONTROLLER)));
    for (int more = 1; more < settings.brokers(); more++) {
      List<Integer> free = Ports.free(2);
      addresses.add(new Address(free.get(0), free.get(1)));
    }
    this.addresses = List.copyOf(addresses);
  }

  /** What a Kafka client needs to find the brokers. */
  String bootstrap() {
    return addresses.stream()
        .map(address -> HOST + ":" + address.clients())
        .collect(Collectors.joining(","));
  }

  /** How to run one of them. The first call for a folder formats it, which takes a second. */
  ChildSpec spec(int number) {
    Part part = Part.broker(number);
    Path folder = settings.dataOf(part);
    Path properties = folder.resolve("broker.properties");
    try {
      Files.createDirectories(folder);
      Files.writeString(properties, properties(number, folder.resolve("log")));
      format(folder, properties);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the folder of " + part, e);
    }
    var flags = new ArrayList<>(settings.tuning().jvmFlags(Part.Kind.BROKER));
    flags.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    List<String> command =
        ChildSpec.tetheredJava(
            flags, settings.installation().brokerJars(), "kafka.Kafka", properties.toString());
    int port = addresses.get(number - 1).clients();
    return new ChildSpec(part, command, Map.of(), folder, Probe.kafka(port, number));
  }

  /** Gives an empty folder the stack's cluster id; one that has it already is left alone. */
  private void format(Path folder, Path properties) throws IOException {
    if (Files.exists(folder.resolve("log/meta.properties"))) {
      return;
    }
    var command =
        List.of(
            Installation.java(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            settings.installation().brokerJars(),
            "kafka.tools.StorageTool",
            "format",
            "-t",
            clusterId(),
            "-c",
            properties.toString());
    Path log = folder.resolve("format.log");
    Process format =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (format.waitFor() != 0) {
        throw new LocalStackException(
            "formatting %s failed:%n%s".formatted(folder, Files.readString(log)));
      }
    } catch (InterruptedException e) {
      format.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LocalStackException("interrupted while formatting " + folder, e);
    }
  }

  /**
   * Drawn once for a data folder and kept: brokers refuse to start with another one. One at a time,
   * because brokers that start together ask together.
   */
  private synchronized String clusterId() throws IOException {
    Path file = settings.data().resolve("cluster-id");
    if (Files.exists(file)) {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
    UUID random = UUID.randomUUID();
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits());
    // The tool takes a leading dash for an option.
    String id =
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()).replace('-', 'A');
    Files.writeString(file, id, StandardCharsets.US_ASCII);
    return id;
  }

  private String properties(int number, Path log) {
    Address own = addresses.get(number - 1);
    String voters =
        IntStream.range(0, addresses.size())
            .mapToObj(i -> "%d@%s:%d".formatted(i + 1, HOST, addresses.get(i).controller()))
            .collect(Collectors.joining(","));
    int copies = addresses.size();
    return Resources.text(copies == 1 ? "one-broker.properties" : "three-brokers.properties")
        .replace("{node}", Integer.toString(number))
        .replace("{voters}", voters)
        .replace("{clients}", HOST + ":" + own.clients())
        .replace("{controller}", HOST + ":" + own.controller())
        .replace("{log}", log.toString());
  }
}
