package io.entdb.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.localstack.LocalStack;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compares what followers believe with what the log alone says. */
public final class Digests {
  /** Most of the time goes into waiting for tenants that are being built. */
  private static final int AT_ONCE = 8;

  private Digests() {}

  /**
   * Requires a gateway to have every tenant of the log at its last record, with the log's digest.
   *
   * @return how many tenants were compared
   */
  public static int requireAtGateway(LogReplay replay, Client gateway) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> answers = new ArrayList<>();
      for (ReplayedTenant tenant : replay.tenants().values()) {
        if (tenant.state().isOpened() && tenant.fault().isEmpty()) {
          answers.add(threads.submit(() -> requireAtGateway(tenant, gateway)));
        }
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return replay.tenants().size();
  }

  private static void requireAtGateway(ReplayedTenant tenant, Client gateway) {
    TenantId id = tenant.state().tenant();
    Answer state = stateAt(gateway, id.value(), tenant.state().n());
    assertThat(state.json().path("digest").asText())
        .as("digest of %s at %s", id, state.json().path("wal_position").asText())
        .isEqualTo(tenant.state().digest());
  }

  /** A gateway's state of a tenant, once it has come to a position. */
  public static Answer stateAt(Client gateway, String tenant, long n) {
    return Await.value(
        "the gateway has %s at %d".formatted(tenant, n),
        Duration.ofSeconds(60),
        () -> {
          Answer state = gateway.admin("/admin/tenants/" + tenant + "/state");
          return Optional.of(state).filter(it -> it.isOk() && nOf(it) == n);
        });
  }

  private static long nOf(Answer state) {
    String position = state.json().path("wal_position").asText();
    return position.isEmpty() ? -1 : WalPosition.parse(position, WholeLog.TOPIC).n();
  }

  /**
   * Requires every checkpoint in the bucket to have the log's digests.
   *
   * @return how many digests were compared
   */
  public static int requireInManifests(LogReplay replay, LocalStack stack) {
    int compared = 0;
    for (JsonNode manifest : Manifests.all(stack)) {
      for (JsonNode mark : manifest.path("tenants")) {
        long n = mark.path("last_n").asLong();
        if (n < 0) {
          continue;
        }
        ReplayedTenant tenant = replay.tenant(mark.path("tenant").asText());
        assertThat(tenant.digestAt(n))
            .as("digest of %s in the checkpoint at %s", mark, manifest.path("n"))
            .contains(mark.path("digest").asText());
        JsonNode image = mark.path("image");
        if (!image.isMissingNode()) {
          assertThat(tenant.digestAt(image.path("n").asLong()))
              .as("digest of the image in %s", mark)
              .contains(image.path("digest").asText());
        }
        compared++;
      }
    }
    return compared;
  }
}
