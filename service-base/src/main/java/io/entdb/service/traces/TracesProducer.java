package io.entdb.service.traces;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives services the traces that the framework was told to make, or to make none of. */
@ApplicationScoped
public class TracesProducer {
  @Produces
  @Singleton
  RecordTraces traces(OpenTelemetry telemetry) {
    return new RecordTraces(telemetry);
  }
}
