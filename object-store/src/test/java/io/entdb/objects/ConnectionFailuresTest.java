package io.entdb.objects;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class ConnectionFailuresTest {
  @Test
  void aConnectionLostBeforeContinueIsAnIoFailure() {
    var lost = new SocketException("Unexpected end of file from server");
    var request =
        HttpExecuteRequest.builder()
            .request(
                SdkHttpRequest.builder()
                    .method(SdkHttpMethod.PUT)
                    .uri(URI.create("http://127.0.0.1:9/"))
                    .build())
            .build();
    try (var client = new ConnectionFailures(new LosingClient(lost))) {
      ExecutableHttpRequest prepared = client.prepareRequest(request);

      assertThatThrownBy(prepared::call).isSameAs(lost);
    }
  }

  /** Loses every connection, the way the JDK-based client reports it. */
  private record LosingClient(SocketException how) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          throw new UncheckedIOException(how);
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
