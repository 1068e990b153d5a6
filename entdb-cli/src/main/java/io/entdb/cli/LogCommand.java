package io.entdb.cli;

import io.entdb.objects.LogEpoch;
import io.entdb.objects.LogEpochMismatchException;
import io.entdb.objects.LogEpochs;
import io.entdb.objects.ObjectStoreException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The log's lives. */
@Command(
    name = "log",
    description = "The log and its epochs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {LogCommand.Epochs.class, LogCommand.NewEpoch.class})
final class LogCommand {
  private LogCommand() {}

  private static Map<String, Object> fields(LogEpoch epoch) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("epoch", epoch.number());
    fields.put("topic", epoch.topic());
    fields.put("topic_id", epoch.topicId());
    fields.put("created_at", epoch.createdAt().toString());
    return fields;
  }

  @Command(name = "epochs", description = "Lists the log's epochs, oldest first.")
  static final class Epochs extends Verb {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      List<LogEpoch> epochs = new LogEpochs(objects(), InstantSource.system()).all();
      for (LogEpoch epoch : epochs) {
        text(
            "%5d  %s  topic %s, id %s"
                .formatted(epoch.number(), epoch.createdAt(), epoch.topic(), epoch.topicId()));
      }
      if (epochs.isEmpty()) {
        text("The log has no epoch yet: no service has seen its topic.");
      }
      json(Map.of("epochs", epochs.stream().map(LogCommand::fields).toList()));
      return ALL_IS_WELL;
    }
  }

  @Command(
      name = "new-epoch",
      description = {
        "Binds the log to a topic that replaces a lost one.",
        "For disaster recovery only: stop all services first. Records of the lost topic that the"
            + " archive does not hold are gone, and so are checkpoints that hold such records."
            + " Without --yes it only says what it would do."
      })
  static final class NewEpoch extends Verb {
    @Option(
        names = "--brokers",
        required = true,
        defaultValue = "${env:ENTDB_KAFKA_BROKERS}",
        description = "Kafka's brokers; otherwise from ENTDB_KAFKA_BROKERS.")
    private String brokers = "";

    @Option(
        names = "--topic",
        defaultValue = "${env:ENTDB_WAL_TOPIC:-entdb-wal}",
        description = "The log's topic; otherwise from ENTDB_WAL_TOPIC, or entdb-wal.")
    private String topic = "entdb-wal";

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var backups = new Backups(objects());
      var epochs = new LogEpochs(backups.objects, InstantSource.system());
      Connections.Topic present = connections().topic(brokers, topic);
      LogEpoch newest = epochs.newest().orElse(null);
      if (newest != null && newest.topicId().equals(present.id())) {
        text(
            "Nothing to do: epoch %d is topic %s with id %s."
                .formatted(newest.number(), topic, present.id()));
        json(Map.of("done", false, "epoch", fields(newest)));
        return ALL_IS_WELL;
      }
      int next = newest == null ? 0 : newest.number() + 1;
      Map<Integer, Long> ends = LostLog.ends(backups, present);
      if (newest == null && !ends.isEmpty()) {
        throw new CliException(
            "log/epochs/ is empty, but there is an archive: the epoch's objects are lost; bring"
                + " them back first");
      }
      ends.forEach((partition, n) -> text("partition %d goes on after %d".formatted(partition, n)));
      if (!yes) {
        text("Would begin epoch %d with topic %s, id %s.".formatted(next, topic, present.id()));
        text("Nothing was changed. Stop all services, then repeat with --yes.");
        json(
            Map.of(
                "done",
                false,
                "would_begin",
                next,
                "topic_id",
                present.id(),
                "goes_on_after",
                ends));
        return ALL_IS_WELL;
      }
      try {
        int removed = LostLog.removeCheckpointsAfter(backups, ends, Math.max(0, next - 1));
        LogEpoch begun = epochs.newEpoch(topic, present.id());
        text(
            "Epoch %d began with topic %s, id %s; %d checkpoints beyond the archive were removed."
                .formatted(begun.number(), topic, present.id(), removed));
        json(
            Map.of(
                "done",
                true,
                "epoch",
                fields(begun),
                "goes_on_after",
                ends,
                "checkpoints_removed",
                removed));
        return ALL_IS_WELL;
      } catch (LogEpochMismatchException e) {
        throw new CliException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
