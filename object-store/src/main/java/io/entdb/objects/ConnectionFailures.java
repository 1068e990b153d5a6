package io.entdb.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose lost connections are all {@link IOException}s, which the SDK tries again.
 * The SDK's client on the JDK's connections reports some of them, those met while a request waits
 * for {@code 100 Continue}, as {@link UncheckedIOException}, which the SDK lets through.
 */
final class ConnectionFailures implements SdkHttpClient {
  private final SdkHttpClient client;

  ConnectionFailures(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (UncheckedIOException e) {
          throw Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e));
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String clientName() {
    return client.clientName();
  }
}
