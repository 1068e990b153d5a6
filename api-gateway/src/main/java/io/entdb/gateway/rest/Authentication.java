package io.entdb.gateway.rest;

import io.entdb.gateway.admission.Admission;
import io.entdb.gateway.admission.Credentials;
import io.entdb.gateway.admission.Identity;
import io.entdb.gateway.wiring.Gateway;
import io.entdb.gateway.wiring.Services;
import io.entdb.model.Scope;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Establishes who sends each request to the API. Health and documentation are for everybody. */
public final class Authentication {
  private static final String API = "/v1/";

  private final Gateway gateway;

  Authentication(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Runs where the resource runs, because fetching an issuer's keys takes its time. */
  @ServerRequestFilter
  void authenticate(ResourceInfo resource, RoutingContext request) {
    if (!isOfTheApi(resource.getResourceClass())) {
      return;
    }
    Services services = gateway.services();
    Admission admission = services.admission();
    Identity identity = services.authenticator().authenticate(credentials(request));
    admission.require(
        identity, scope(resource, request.request().method().name()), Sender.source(request));
    new Sender(
            admission,
            services.limits(),
            identity,
            Sender.source(request),
            request.response().headers(),
            HttpBoundary.facts(request))
        .attach(request);
  }

  /** By where the resource stands, not by what the request calls it: paths have many spellings. */
  private static boolean isOfTheApi(Class<?> resource) {
    Path path = resource.getAnnotation(Path.class);
    return path == null || path.value().startsWith(API);
  }

  private static Scope scope(ResourceInfo resource, String method) {
    Method target = resource.getResourceMethod();
    NeedsScope own = target == null ? null : target.getAnnotation(NeedsScope.class);
    if (own != null) {
      return own.value();
    }
    if (method.equals("GET") || method.equals("HEAD")) {
      return Scope.READ;
    }
    NeedsScope ofAll = resource.getResourceClass().getAnnotation(NeedsScope.class);
    return ofAll == null ? Scope.WRITE : ofAll.value();
  }

  private static Credentials credentials(RoutingContext request) {
    return new Credentials(
        header(request, "Authorization"),
        header(request, "X-API-Key"),
        certificate(request.request().sslSession()),
        Sender.source(request));
  }

  private static Optional<String> header(RoutingContext request, String name) {
    return Optional.ofNullable(request.request().getHeader(name));
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
}
