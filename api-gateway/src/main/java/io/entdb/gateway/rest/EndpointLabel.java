package io.entdb.gateway.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Notes a route's template for metrics and logs: the path itself would make a label of every id.
 */
public final class EndpointLabel {
  @ServerRequestFilter
  void label(ResourceInfo resource, RoutingContext context) {
    Path outer = resource.getResourceClass().getAnnotation(Path.class);
    Method method = resource.getResourceMethod();
    Path inner = method == null ? null : method.getAnnotation(Path.class);
    String path = (outer == null ? "" : outer.value()) + (inner == null ? "" : inner.value());
    if (!path.isEmpty()) {
      HttpBoundary.facts(context).endpoint(path);
    }
  }
}
