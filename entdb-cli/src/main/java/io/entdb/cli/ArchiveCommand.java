package io.entdb.cli;

import io.entdb.backup.SnapshotManifest;
import io.entdb.backup.Snapshots;
import io.entdb.backup.archive.Archive;
import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.archive.ArchiveVerifier;
import io.entdb.backup.archive.Coverage;
import io.entdb.backup.archive.SegmentIndex;
import io.entdb.backup.restore.Restorer.Place;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.JsonWriter;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.RecordView;
import io.entdb.objects.ObjectStoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The log as it is archived. */
@Command(
    name = "archive",
    description = "The archive: the log, kept on S3.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {ArchiveCommand.Ls.class, ArchiveCommand.Cat.class, ArchiveCommand.Verify.class})
final class ArchiveCommand {
  private ArchiveCommand() {}

  private static String time(long ms) {
    return ms == Long.MIN_VALUE ? "unknown" : Instant.ofEpochMilli(ms).toString();
  }

  /** A verb about one partition or all. */
  abstract static class OfPartitions extends Verb {
    @Option(names = "--partition", arity = "1", description = "Only this partition.")
    private int partition = -1;

    final boolean isAsked(int number) {
      return partition < 0 || partition == number;
    }

    final List<Integer> partitions(Archive archive) throws ObjectStoreException {
      return partition < 0 ? archive.partitions() : List.of(partition);
    }
  }

  @Command(
      name = "ls",
      description = "Shows how far each partition is archived; with --segments, every segment.")
  static final class Ls extends OfPartitions {
    @Option(names = "--segments", description = "Show every segment that readers use.")
    private boolean segments;

    @Override
    public Integer call() throws CliException, ObjectStoreException, ArchiveMissingException {
      var archive = new Archive(objects(), InstantSource.system());
      List<Map<String, Object>> answers = new ArrayList<>();
      for (int partition : partitions(archive)) {
        Coverage coverage = archive.coverage(partition);
        text(
            "partition %d  %d to %d  complete for times before %s"
                .formatted(
                    partition, coverage.firstN(), coverage.throughN(), time(coverage.timeMs())));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("partition", partition);
        answer.put("first_n", coverage.firstN());
        answer.put("through_n", coverage.throughN());
        answer.put("complete_before", time(coverage.timeMs()));
        if (segments) {
          answer.put("segments", show(archive, partition, coverage));
        }
        answers.add(answer);
      }
      if (answers.isEmpty()) {
        text("Nothing is archived.");
      }
      json(Map.of("partitions", answers));
      return ALL_IS_WELL;
    }

    private List<Map<String, Object>> show(Archive archive, int partition, Coverage coverage)
        throws ObjectStoreException, ArchiveMissingException {
      List<Map<String, Object>> shown = new ArrayList<>();
      long fromN = coverage.firstN();
      while (fromN <= coverage.throughN()) {
        try {
          archive.indexes(partition, fromN, coverage.throughN()).forEach(i -> shown.add(show(i)));
          break;
        } catch (ArchiveMissingException gap) {
          if (gap.toN() >= coverage.throughN()) {
            throw gap;
          }
          if (gap.fromN() > fromN) {
            archive.indexes(partition, fromN, gap.fromN() - 1).forEach(i -> shown.add(show(i)));
          }
          text(
              "  gap: %d to %d were lost before they were archived"
                  .formatted(gap.fromN(), gap.toN()));
          fromN = gap.toN() + 1;
        }
      }
      return shown;
    }

    private Map<String, Object> show(SegmentIndex index) {
      text(
          "  %d to %d  %d records of %d tenants, %d bytes  %s"
              .formatted(
                  index.firstN(),
                  index.throughN(),
                  index.records(),
                  index.members().size(),
                  index.segment().bytes(),
                  index.segment().name()));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("first_n", index.firstN());
      answer.put("through_n", index.throughN());
      answer.put("through_time", time(index.throughTimeMs()));
      answer.put("records", index.records());
      answer.put("tenants", index.members().size());
      answer.put("bytes", index.segment().bytes());
      answer.put("object", index.segment().name().value());
      return answer;
    }
  }

  @Command(
      name = "cat",
      description = {
        "Prints a tenant's archived records, one line of JSON each, oldest first.",
        "With --raw each line also has the record as it stands in the log, in base64."
      })
  static final class Cat extends Verb {
    @Option(names = "--tenant-id", required = true, description = "Whose records.")
    private String tenant = "";

    @Option(names = "--from-position", description = "The first record; otherwise the oldest.")
    private @Nullable String from;

    @Option(names = "--to-position", description = "The last record; otherwise the newest.")
    private @Nullable String to;

    @Option(names = "--raw", description = "Show the records themselves too.")
    private boolean raw;

    @Override
    public Integer call() throws CliException, ObjectStoreException, ArchiveMissingException {
      var backups = new Backups(objects());
      Place place = backups.find(tenant);
      Coverage coverage = backups.archive.coverage(place.partition());
      long fromN = n(from, place, coverage.firstN());
      long toN = n(to, place, coverage.throughN());
      backups.archive.read(
          place.partition(), fromN, toN, place.tenant().value(), entry -> line(show(entry)));
      return ALL_IS_WELL;
    }

    private static long n(@Nullable String text, Place place, long otherwise) throws CliException {
      return text == null ? otherwise : TargetOptions.n(text, Optional.of(place.partition()));
    }

    private String show(LogEntry entry) {
      var members = new TreeMap<String, JsonValue>();
      members.put("n", JsonValue.Num.of(entry.position().n()));
      members.put("partition", JsonValue.Num.of(entry.position().partition()));
      members.put("time", new JsonValue.Text(time(entry.brokerTime())));
      members.put("view", RecordView.of(entry.value()));
      if (raw) {
        members.put(
            "record",
            new JsonValue.Text(java.util.Base64.getEncoder().encodeToString(entry.value())));
      }
      return JsonWriter.canonical(new JsonValue.Obj(members));
    }
  }

  @Command(
      name = "verify",
      description = {
        "Reads every object of the archive and checks every checksum, count and position.",
        "Names what is damaged or missing, also where snapshots or checkpoints were made of more"
            + " than the archive has, and then ends with exit code 1."
      })
  static final class Verify extends OfPartitions {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var backups = new Backups(objects());
      List<Map<String, Object>> answers = new ArrayList<>();
      boolean allIsWell = true;
      Map<Integer, Long> throughN = new HashMap<>();
      for (int partition : partitions(backups.archive)) {
        ArchiveVerifier.Report report;
        try (Progress progress = progress()) {
          String what = "partition " + partition;
          report =
              ArchiveVerifier.verify(
                  backups.objects, partition, (done, of) -> progress.show(what, done, of));
        }
        throughN.put(partition, report.throughN());
        allIsWell &= report.isSound();
        answers.add(show(report));
      }
      List<String> lost = lost(backups, throughN);
      lost.forEach(this::text);
      allIsWell &= lost.isEmpty();
      if (answers.isEmpty()) {
        text("Nothing is archived.");
      }
      json(Map.of("ok", allIsWell, "partitions", answers, "lost", lost));
      return allIsWell ? ALL_IS_WELL : SOMETHING_IS_WRONG;
    }

    /** What was made of archived records that the archive does not reach: then those are gone. */
    private List<String> lost(Backups backups, Map<Integer, Long> throughN)
        throws ObjectStoreException {
      List<String> lost = new ArrayList<>();
      for (TenantId tenant : backups.snapshots.tenants()) {
        Optional<SnapshotManifest> newest = backups.snapshots.newest(tenant, Snapshots.Choice.ANY);
        if (newest.isPresent() && isAsked(newest.get().partition())) {
          long through = throughN.getOrDefault(newest.get().partition(), WalPosition.BEFORE_FIRST);
          if (newest.get().n() > through) {
            lost.add(
                "partition %d  objects are missing: snapshot %s of %s was made of records through %d, the archive reaches through %d"
                    .formatted(
                        newest.get().partition(),
                        newest.get().id(),
                        tenant,
                        newest.get().n(),
                        through));
          }
        }
      }
      for (int partition : backups.checkpoints.partitions()) {
        if (isAsked(partition) && !throughN.containsKey(partition)) {
          lost.add(
              "partition %d  has checkpoints, but nothing of it is archived".formatted(partition));
        }
      }
      return lost;
    }

    private Map<String, Object> show(ArchiveVerifier.Report report) {
      text(
          "partition %d  %s  %d to %d, %d records in %d segments, %d bytes"
              .formatted(
                  report.partition(),
                  report.isSound() ? "ok" : report.wrong().size() + " damaged or missing",
                  report.firstN(),
                  report.throughN(),
                  report.records(),
                  report.segments(),
                  report.bytes()));
      report.wrong().forEach(line -> text("  " + line));
      report.gaps().forEach(gap -> text("  lost before they were archived: " + gap));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("partition", report.partition());
      answer.put("ok", report.isSound());
      answer.put("wrong", report.wrong());
      answer.put("gaps", report.gaps());
      answer.put("first_n", report.firstN());
      answer.put("through_n", report.throughN());
      answer.put("records", report.records());
      answer.put("segments", report.segments());
      answer.put("superseded", report.superseded());
      answer.put("unnamed", report.unnamed());
      answer.put("bytes", report.bytes());
      return answer;
    }
  }
}
