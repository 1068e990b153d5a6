package io.entdb.cli;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the metrics pages of services, whatever state these are in. */
final class MetricsPages {
  private final Duration patience;
  private final HttpClient client;

  /**
   * A reader.
   *
   * @param patience how long a whole page may take, from the connection to its last byte
   */
  MetricsPages(Duration patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
  }

  /**
   * The page of a service.
   *
   * @param target {@code host:port}
   * @throws CliException saying why there is none
   */
  String read(String target) throws CliException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + target + "/metrics"))
            .header("Accept", "text/plain;version=0.0.4")
            .build();
    // The client's own time limit ends with the first byte; a service may stop after it.
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(request, BodyHandlers.ofString());
    try {
      HttpResponse<String> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new CliException("/metrics answers with status " + answer.statusCode());
      }
      return answer.body();
    } catch (TimeoutException e) {
      throw new CliException("no answer in %.0f s".formatted(patience.toMillis() / 1e3), e);
    } catch (ExecutionException e) {
      throw new CliException(why(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    } finally {
      asked.cancel(true);
    }
  }

  private static String why(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "no host has this name";
      }
    }
    return failure instanceof ConnectException ? "nothing listens there" : String.valueOf(failure);
  }
}
