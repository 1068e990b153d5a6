package io.entdb.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.model.WalPosition;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.Digests;
import io.entdb.systemtests.support.LogReplay;
import io.entdb.systemtests.support.Manifests;
import io.entdb.systemtests.support.Promises;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.SharedStack;
import io.entdb.systemtests.support.WholeLog;
import io.entdb.systemtests.support.WriteLoad;
import io.entdb.systemtests.support.WriteLoad.Acknowledged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedStack.class)
final class LostDisksTest {
  private static final Duration CHECKPOINT_WITHIN = Duration.ofMinutes(2);

  /** An image follows on 256 KiB of records: about 60 such writes. */
  private static final int IMAGED_BY = 5_000;

  /** How a process ends before its disk is lost. */
  private enum End {
    KILLED,
    STOPPED
  }

  /**
   * Goal: the disks of gateway and applier hold nothing that cannot be had again. Method: tenants
   * write, checkpoints are made, more is written, then disks are lost after a kill and after a
   * normal stop, while writes go on; all of it must come back, with the digests that the log's
   * replay has: at two gateways, and in every checkpoint.
   */
  @Test
  void whatWasOnLostDisksComesBackFromCheckpointsAndTheLog(LocalStack stack, @TempDir Path folder)
      throws Exception {
    SplittableRandom random = Runs.random(LostDisksTest.class);
    Client client = Client.of(stack.rest());
    List<String> tenants = IntStream.range(0, 6).mapToObj(i -> "disk-" + i).toList();

    var before = WriteLoad.start(() -> client, tenants, 3, 2, IMAGED_BY, random);
    Await.until("images are due", Duration.ofSeconds(90), () -> before.count() > 600);
    List<Acknowledged> early = before.stop();
    awaitImages(stack, early);

    var after = WriteLoad.start(() -> client, tenants, 3, 10, 10, random);
    for (End end : End.values()) {
      loseDisk(stack, Part.GATEWAY, end);
      loseDisk(stack, Part.APPLIER, end);
    }
    List<Acknowledged> late = after.stop();

    Part second = stack.startGateway();
    awaitMarks(stack, late);
    try (LogReplay replay = LogReplay.of(stack, folder)) {
      Promises.holdInLog(replay, early);
      Promises.holdInLog(replay, late);
      Digests.requireAtGateway(replay, client);
      int compared = Digests.requireAtGateway(replay, Client.of(stack.rest(second)));
      int inManifests = Digests.requireInManifests(replay, stack);
      assertThat(inManifests).isGreaterThan(tenants.size());
      Runs.say(
          LostDisksTest.class,
          "%d tenants have the log's digest at both gateways; %d digests of checkpoints agree"
              .formatted(compared, inManifests));
    }
    Promises.holdInReads(client, before, early);
    Promises.holdInReads(Client.of(stack.rest(second)), after, late);
    stack.stop(second);
  }

  private static void loseDisk(LocalStack stack, Part part, End end) {
    if (end == End.KILLED) {
      stack.kill9(part);
    } else {
      stack.stop(part);
    }
    stack.loseDisk(part);
    long start = System.nanoTime();
    stack.restart(part);
    Runs.say(
        LostDisksTest.class,
        "%s was %s, lost its disk and was ready again after %d ms"
            .formatted(part, end, (System.nanoTime() - start) / 1_000_000));
  }

  /** Waits until the newest checkpoints hold an image of each tenant. */
  private static void awaitImages(LocalStack stack, List<Acknowledged> writes) {
    long start = System.nanoTime();
    for (Acknowledged write : lastOfEachTenant(writes)) {
      WalPosition position = position(write);
      Await.until(
          "there is an image of " + write.tenant(),
          CHECKPOINT_WITHIN,
          () ->
              Manifests.newestMark(stack, position.partition(), write.tenant())
                  .filter(mark -> mark.path("image").path("n").asLong(-1) >= 0)
                  .isPresent());
    }
    Runs.say(
        LostDisksTest.class,
        "images were there after %d ms".formatted((System.nanoTime() - start) / 1_000_000));
  }

  /** Waits until the newest checkpoints include all writes. */
  private static void awaitMarks(LocalStack stack, List<Acknowledged> writes) {
    for (Acknowledged write : lastOfEachTenant(writes)) {
      WalPosition position = position(write);
      Await.until(
          "a checkpoint includes " + write,
          CHECKPOINT_WITHIN,
          () ->
              Manifests.newestMark(stack, position.partition(), write.tenant())
                  .filter(mark -> mark.path("last_n").asLong() >= position.n())
                  .isPresent());
    }
  }

  /** Marks never go back, so what holds for the last write holds for those before it. */
  private static Collection<Acknowledged> lastOfEachTenant(List<Acknowledged> writes) {
    return writes.stream()
        .collect(
            Collectors.toMap(
                Acknowledged::tenant,
                Function.identity(),
                BinaryOperator.maxBy(Comparator.comparingLong(write -> position(write).n()))))
        .values();
  }

  private static WalPosition position(Acknowledged write) {
    return WalPosition.parse(write.position(), WholeLog.TOPIC);
  }

  /**
   * Goal: a tenant that nobody asked the new gateway for yet is served from its checkpoint. Method:
   * a second gateway, with an empty disk, is asked for every tenant that the log has.
   */
  @Test
  void aNewGatewayServesEveryTenantOfTheLog(LocalStack stack, @TempDir Path folder)
      throws Exception {
    Part second = stack.startGateway();
    try (LogReplay replay = LogReplay.of(stack, folder)) {
      long start = System.nanoTime();
      int compared = Digests.requireAtGateway(replay, Client.of(stack.rest(second)));
      Runs.say(
          LostDisksTest.class,
          "a new gateway built %d tenants of %d records in %d ms"
              .formatted(compared, replay.records(), (System.nanoTime() - start) / 1_000_000));
    } finally {
      stack.stop(second);
    }
  }
}
