package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.read.Changes;
import io.entdb.gateway.read.Changes.Batch;
import io.entdb.gateway.read.Seen;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonWriter;
import io.entdb.store.FeedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Sends change feeds as server-sent events, each from a virtual thread of its own. */
@ApplicationScoped
class ChangeStreams {
  /** Each keeps a connection and its tenant's file; a client that needs more can share one. */
  private static final int STREAMS_MAX = 1_000;

  /** Within a stream, permissions are looked at anew for each event, the credential never. */
  private static final Duration LIFE = Duration.ofHours(1);

  /** Shorter than the idle times of proxies and load balancers. */
  private static final Duration BEAT = Duration.ofSeconds(15);

  /** A client that takes nothing for so long is gone. */
  private static final Duration SEND = Duration.ofSeconds(30);

  private final Semaphore free = new Semaphore(STREAMS_MAX);

  /** Who listens. */
  record Client(SseEventSink sink, Sse sse) {}

  /**
   * Sends until the client goes, or the stream has had its time. What is wrong with the request is
   * thrown; what goes wrong later is an event named error.
   */
  void run(
      Changes changes,
      Changes.Request request,
      Client client,
      Function<Seen<Batch>, ChangeJson> json) {
    if (!free.tryAcquire()) {
      throw ApiException.unavailable(
              "this gateway has " + STREAMS_MAX + " streams of changes already; poll, or try later")
          .retryAfter(BEAT);
    }
    try {
      Seen<Batch> first = changes.next(request.waiting(Duration.ZERO));
      follow(changes, request, client, json, first);
    } finally {
      free.release();
    }
  }

  private static void follow(
      Changes changes,
      Changes.Request request,
      Client client,
      Function<Seen<Batch>, ChangeJson> json,
      Seen<Batch> first) {
    long end = System.nanoTime() + LIFE.toNanos();
    try (SseEventSink sink = client.sink()) {
      Seen<Batch> seen = first;
      send(client, client.sse().newEventBuilder().comment("following").build());
      while (!sink.isClosed() && System.nanoTime() < end) {
        send(client, seen.value(), json.apply(seen));
        seen = changes.next(request.waiting(BEAT).after(seen.value().position()));
      }
    } catch (ApiException e) {
      fail(client, e);
    } catch (Gone _) {
      // Nobody listens any more.
    }
  }

  private static void send(Client client, Batch batch, ChangeJson json) throws Gone {
    for (FeedEvent event : batch.events()) {
      var position = new WalPosition(batch.position().partition(), event.n());
      send(client, json, position, "changes", JsonWriter.canonical(json.event(event)));
    }
    if (batch.events().isEmpty()) {
      // Also moves the position on over changes that this client is not told of.
      send(client, json, batch.position(), "position", "{}");
    }
  }

  private static void send(
      Client client, ChangeJson json, WalPosition position, String name, String data) throws Gone {
    send(
        client,
        client
            .sse()
            .newEventBuilder()
            .id(position.toText(json.topic()))
            .name(name)
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(data)
            .build());
  }

  private static void fail(Client client, ApiException e) {
    try {
      send(
          client,
          client
              .sse()
              .newEventBuilder()
              .name("error")
              .mediaType(MediaType.TEXT_PLAIN_TYPE)
              .data(JsonWriter.canonical(Answers.toJson(e)))
              .build());
    } catch (Gone _) {
      // Nobody listens any more.
    }
  }

  /** The client has gone. */
  private static final class Gone extends Exception {
    private static final long serialVersionUID = 1L;

    Gone(Throwable cause) {
      super(cause);
    }
  }

  private static void send(Client client, OutboundSseEvent event) throws Gone {
    try {
      client.sink().send(event).toCompletableFuture().get(SEND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone(e);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw new Gone(e);
    }
  }
}
