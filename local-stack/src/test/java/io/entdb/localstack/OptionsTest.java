package io.entdb.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void withoutArgumentsEverythingIsWhereTheDocumentationSays() {
    Options options = Options.parse(List.of());

    assertThat(options.data()).isEqualTo(Path.of(".local-stack"));
    assertThat(options.partitions()).isEqualTo(4);
    assertThat(options.ports().number(Port.REST)).isEqualTo(8080);
    assertThat(options.ports().number(Port.GRPC)).isEqualTo(50051);
    assertThat(options.ports().number(Port.GATEWAY_MANAGEMENT)).isEqualTo(9090);
    assertThat(options.ports().number(Port.APPLIER_MANAGEMENT)).isEqualTo(9091);
    assertThat(options.ports().number(Port.ARCHIVER_MANAGEMENT)).isEqualTo(9092);
    assertThat(options.ports().number(Port.SNAPSHOT_MANAGEMENT)).isEqualTo(9093);
    assertThat(options.ports().number(Port.KAFKA)).isEqualTo(19092);
    assertThat(options.ports().number(Port.CONTROLLER)).isEqualTo(19093);
    assertThat(options.ports().number(Port.S3)).isEqualTo(9000);
  }

  @Test
  void anOffsetMovesOnlyPortsThatAreNotGiven() {
    Options options = Options.parse(List.of("--rest-port", "8000", "--port-offset", "100"));

    assertThat(options.ports().number(Port.REST)).isEqualTo(8000);
    assertThat(options.ports().number(Port.S3)).isEqualTo(9100);
  }

  @Test
  void anEphemeralStackHasNoFolder() {
    assertThat(Options.parse(List.of("--ephemeral")).data()).isNull();
  }

  @Test
  void refusesWhatItDoesNotUnderstandAndSaysWhy() {
    assertThatThrownBy(() -> Options.parse(List.of("--rest")))
        .hasMessage("there is no option --rest");
    assertThatThrownBy(() -> Options.parse(List.of("--rest-port")))
        .hasMessage("--rest-port expects a value");
    assertThatThrownBy(() -> Options.parse(List.of("--rest-port", "many")))
        .hasMessage("--rest-port expects a number, but got many");
    assertThatThrownBy(() -> Options.parse(List.of("--s3-port", "70000")))
        .hasMessage("--s3-port expects a port from 1 to 65535, but got 70000");
    assertThatThrownBy(() -> Options.parse(List.of("--partitions", "0")))
        .hasMessage("--partitions expects 1 or more, but got 0");
    assertThatThrownBy(() -> Options.parse(List.of("--ephemeral", "--data", "x")))
        .hasMessage("--ephemeral keeps nothing, so --data has no meaning");
  }

  @Test
  void helpNamesEveryPortsFlag() {
    for (Port port : Port.values()) {
      assertThat(Options.help()).contains(port.flag() + " N");
    }
  }
}
