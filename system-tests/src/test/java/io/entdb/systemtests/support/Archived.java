package io.entdb.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.backup.ProgressListener;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveVerifier;
import io.entdb.backup.archive.Coverage;
import io.entdb.localstack.LocalStack;
import io.entdb.model.record.LogEntry;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.S3Clients;
import io.entdb.objects.S3ObjectStore;
import io.entdb.objects.S3Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A stack's archive, compared with its log. */
public final class Archived {
  static {
    // Where the SDK's chain of credentials looks first; not a secret, see StackSettings.
    System.setProperty("aws.accessKeyId", "local-identity");
    System.setProperty("aws.secretAccessKey", "local-credential");
  }

  private Archived() {}

  /** The stack's bucket, without any faults between. */
  public static ObjectStore objects(LocalStack stack) {
    S3Settings settings =
        S3Settings.of("entdb", Optional.of(stack.s3Endpoint()), Optional.of("us-east-1"));
    return new S3ObjectStore(S3Clients.open(settings), settings.bucket(), settings.prefix());
  }

  /** Waits until everything that the log has now is archived. */
  public static void await(LocalStack stack, Duration within) {
    var archive = new Archive(objects(stack), InstantSource.system());
    Map<Integer, Long> ends = new TreeMap<>();
    for (LogEntry entry : WholeLog.read(stack)) {
      ends.put(entry.position().partition(), entry.position().n());
    }
    ends.forEach(
        (partition, end) ->
            Await.until(
                "partition " + partition + " is archived through " + end,
                within,
                () -> coverage(archive, partition).throughN() >= end));
  }

  /** How far a partition is archived. */
  public static Coverage coverage(Archive archive, int partition) {
    try {
      return archive.coverage(partition);
    } catch (io.entdb.objects.ObjectStoreException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Requires that the archive has every record of the log once, as it stands there, in order.
   *
   * @return how many there are
   */
  public static int requireEqualsLog(LocalStack stack) throws Exception {
    ObjectStore objects = objects(stack);
    var archive = new Archive(objects, InstantSource.system());
    Map<Integer, List<LogEntry>> log = new TreeMap<>();
    for (LogEntry entry : WholeLog.read(stack)) {
      log.computeIfAbsent(entry.position().partition(), _ -> new ArrayList<>()).add(entry);
    }
    int records = 0;
    for (var partition : log.entrySet()) {
      ArchiveVerifier.Report report =
          ArchiveVerifier.verify(objects, partition.getKey(), ProgressListener.NONE);
      assertThat(report.wrong()).isEmpty();
      assertThat(report.gaps()).isEmpty();
      List<LogEntry> entries = partition.getValue();
      long first = entries.getFirst().position().n();
      long last = entries.getLast().position().n();
      List<LogEntry> archived = new ArrayList<>();
      for (String key : archive.keys(partition.getKey(), first, last)) {
        archive.read(partition.getKey(), first, last, key, archived::add);
      }
      assertThat(texts(archived)).isEqualTo(texts(entries));
      records += entries.size();
    }
    return records;
  }

  private static List<String> texts(List<LogEntry> entries) {
    return entries.stream()
        .sorted((a, b) -> a.position().compareTo(b.position()))
        .map(
            e ->
                "%s %s %d %s"
                    .formatted(
                        e.position(), e.key(), e.brokerTime(), HexFormat.of().formatHex(e.value())))
        .toList();
  }
}
