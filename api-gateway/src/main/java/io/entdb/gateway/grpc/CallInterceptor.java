package io.entdb.gateway.grpc;

import io.entdb.gateway.admission.Credentials;
import io.entdb.gateway.requests.RequestFacts;
import io.entdb.gateway.requests.RequestFacts.Protocol;
import io.entdb.gateway.requests.RequestIds;
import io.entdb.gateway.requests.RequestSpans;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Reads the metadata of calls: what they bring to show who sends them, and what they wish. */
@GlobalInterceptor
@ApplicationScoped
public class CallInterceptor implements ServerInterceptor {
  static final Context.Key<Arrival> ARRIVAL = Context.key("entdb-arrival");

  private static final Metadata.Key<String> AUTHORIZATION = text("authorization");
  private static final Metadata.Key<String> API_KEY = text("x-api-key");
  private static final Metadata.Key<String> ACTOR = text("x-actor");
  private static final Metadata.Key<String> ALLOW_STALE = text("entdb-allow-stale");
  private static final Metadata.Key<String> REQUEST_ID = text(RequestIds.HEADER);
  private static final Metadata.Key<String> STALE = text("entdb-stale");
  private static final Metadata.Key<String> ELSEWHERE = text("entdb-elsewhere");

  private static Metadata.Key<String> text(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current();
    var stale = new AtomicBoolean();
    var elsewhere = new AtomicReference<>("");
    var facts = facts(call, headers);
    var arrival =
        new Arrival(
            facts,
            credentials(call.getAttributes(), headers),
            Optional.ofNullable(headers.get(ACTOR)).filter(actor -> !actor.isEmpty()),
            "true".equals(headers.get(ALLOW_STALE)),
            Optional.ofNullable(context.getDeadline()),
            stale,
            elsewhere);
    var marking =
        new SimpleForwardingServerCall<Q, A>(call) {
          private boolean named;

          @Override
          public void sendHeaders(Metadata answer) {
            named = true;
            answer.put(REQUEST_ID, facts.id());
            super.sendHeaders(answer);
          }

          @Override
          public void close(Status status, Metadata trailers) {
            if (!named) {
              trailers.put(REQUEST_ID, facts.id());
            }
            if (stale.get()) {
              trailers.put(STALE, "true");
            }
            if (!elsewhere.get().isEmpty()) {
              trailers.put(ELSEWHERE, elsewhere.get());
            }
            super.close(status, trailers);
          }
        };
    return Contexts.interceptCall(context.withValue(ARRIVAL, arrival), marking, headers, next);
  }

  private static RequestFacts facts(ServerCall<?, ?> call, Metadata headers) {
    @Nullable String method = call.getMethodDescriptor().getBareMethodName();
    return new RequestFacts(
        Protocol.GRPC,
        RequestIds.of(headers.get(REQUEST_ID)),
        "POST",
        method == null ? RequestFacts.OTHER : method,
        RequestSpans.caller(name -> headers.get(text(name))));
  }

  private static Credentials credentials(Attributes transport, Metadata headers) {
    return new Credentials(
        Optional.ofNullable(headers.get(AUTHORIZATION)),
        Optional.ofNullable(headers.get(API_KEY)),
        certificate(transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)),
        source(transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
  }

  private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate first
          ? Optional.of(first)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // The client showed none.
    }
  }

  private static String source(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet ? internet.getHostString() : "unknown";
  }
}
