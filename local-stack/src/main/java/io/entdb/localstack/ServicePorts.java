package io.entdb.localstack;

import io.entdb.localstack.Part.Kind;
import java.net.URI;
import java.util.List;

/**
 * Where one service listens. Only the gateway has REST and gRPC; others carry the numbers unused.
 *
 * @param rest of a gateway
 * @param grpc of a gateway
 * @param management health and metrics
 */
record ServicePorts(int rest, int grpc, int management) {

  /** Where the first service of a kind listens. */
  static ServicePorts of(Ports ports, Kind kind) {
    Port management =
        switch (kind) {
          case GATEWAY -> Port.GATEWAY_MANAGEMENT;
          case APPLIER -> Port.APPLIER_MANAGEMENT;
          case ARCHIVER -> Port.ARCHIVER_MANAGEMENT;
          case SNAPSHOTTER -> Port.SNAPSHOT_MANAGEMENT;
          case BROKER, OBJECT_SERVER ->
              throw new IllegalArgumentException(kind + " has no management port");
        };
    return new ServicePorts(
        ports.number(Port.REST), ports.number(Port.GRPC), ports.number(management));
  }

  /** Ports that nobody listens on at this moment, for one more gateway. */
  static ServicePorts free() {
    List<Integer> free = Ports.free(3);
    return new ServicePorts(free.get(0), free.get(1), free.get(2));
  }

  URI restUri() {
    return URI.create("http://127.0.0.1:" + rest);
  }

  URI managementUri() {
    return URI.create("http://127.0.0.1:" + management);
  }
}
