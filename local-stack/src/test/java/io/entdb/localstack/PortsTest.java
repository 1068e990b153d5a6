package io.entdb.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void aTakenPortIsNamedWithTheServiceThatWantsItAndTheFlagThatMovesIt() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports ports = Ports.free().with(Port.ARCHIVER_MANAGEMENT, taken.getLocalPort());

      assertThat(ports.obstacles(EnumSet.allOf(Port.class)))
          .containsExactly(
              ("port %d is taken; archiver-service wants it for health and metrics: "
                      + "free it or choose another with --archiver-port N")
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void aPortGivenTwiceIsFoundBeforeAnythingStarts() {
    List<Integer> free = Ports.free(1);
    Ports ports = Ports.free().with(Port.REST, free.get(0)).with(Port.S3, free.get(0));

    assertThat(ports.obstacles(EnumSet.allOf(Port.class)))
        .containsExactly(
            "port %d is given to both api-gateway (REST) and s3 (S3)".formatted(free.get(0)));
  }

  @Test
  void freePortsDiffer() {
    assertThat(Ports.free(20)).doesNotHaveDuplicates();
    assertThat(Ports.free().obstacles(EnumSet.allOf(Port.class))).isEmpty();
  }
}
