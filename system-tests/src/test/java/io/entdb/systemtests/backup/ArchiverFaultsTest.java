package io.entdb.systemtests.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.localstack.LocalStack;
import io.entdb.localstack.Part;
import io.entdb.localstack.Part.Kind;
import io.entdb.systemtests.support.Archived;
import io.entdb.systemtests.support.Await;
import io.entdb.systemtests.support.Client;
import io.entdb.systemtests.support.FaultyS3;
import io.entdb.systemtests.support.FaultyS3.Fault;
import io.entdb.systemtests.support.Metrics;
import io.entdb.systemtests.support.Runs;
import io.entdb.systemtests.support.TestSchema;
import io.entdb.systemtests.support.WriteLoad;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ArchiverFaultsTest {
  /**
   * Goal: the archive has every record of the log once, in order, whatever befalls the archiver and
   * its S3. Method: the archiver's S3 fails one call of ten, delays, writes halves and loses
   * answers, is away for a while, and the archiver is killed again and again, while tenants write.
   * In the end the archive is compared with the log, record by record.
   */
  @Test
  void aKilledArchiverWithAnUnreliableStoreArchivesEverythingOnce() throws Exception {
    SplittableRandom random = Runs.random(ArchiverFaultsTest.class);
    try (FaultyS3 s3 = FaultyS3.start(random.split());
        LocalStack stack =
            LocalStack.builder()
                .only(Kind.BROKER, Kind.OBJECT_SERVER, Kind.GATEWAY)
                .partitions(3)
                .environment(Kind.ARCHIVER, "ENTDB_S3_ENDPOINT", s3.endpoint().toString())
                .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_FLUSH_AFTER", "PT0.5S")
                .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_SEGMENT_RECORDS", "40")
                .environment(Kind.ARCHIVER, "ENTDB_ARCHIVE_COMPACT_INTERVAL", "PT5S")
                .environment(Kind.ARCHIVER, "ENTDB_KAFKA_MEMBER", "archiver-1")
                .start()) {
      s3.passOnTo(stack.s3Endpoint());
      Client client = Client.of(stack.rest());
      TestSchema.putAsDefault(client);
      List<String> tenants = IntStream.range(0, 5).mapToObj(i -> "arch-" + i).toList();
      stack.restart(Part.ARCHIVER);
      s3.failOneOf(10);
      var load = WriteLoad.start(() -> client, tenants, 3, 15, 40, random);
      for (int round = 0; round < Runs.count(4, 25); round++) {
        Await.sleep(Duration.ofMillis(500 + random.nextInt(3_000)));
        stack.kill9(Part.ARCHIVER);
        stack.restart(Part.ARCHIVER);
      }
      s3.setAway(true);
      Await.sleep(Duration.ofSeconds(8));
      s3.setAway(false);
      Await.sleep(Duration.ofSeconds(2));
      int writes = load.stop().size();

      long start = System.nanoTime();
      Archived.await(stack, Duration.ofSeconds(90));
      Await.until(
          "the archiver's lag is 0",
          Duration.ofSeconds(30),
          () -> Metrics.of(stack, Part.ARCHIVER).sum("entdb_archive_lag_events") == 0);
      long took = (System.nanoTime() - start) / 1_000_000;
      int records = Archived.requireEqualsLog(stack);
      assertThat(s3.done().keySet()).contains(Fault.values());
      assertThat(Metrics.of(stack, Part.ARCHIVER).has("entdb_archive_coverage_margin_seconds"))
          .isTrue();
      Runs.say(
          ArchiverFaultsTest.class,
          "%d writes came to %d records, all archived once, %d ms after the last; calls: %s"
              .formatted(writes, records, took, s3.done()));
    }
  }
}
