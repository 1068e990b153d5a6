package io.entdb.cli;

import io.entdb.backup.CheckpointManifest;
import io.entdb.backup.Checkpoints;
import io.entdb.backup.ImageRef;
import io.entdb.backup.ProgressListener;
import io.entdb.backup.TenantCheckpoint;
import io.entdb.objects.ObjectStoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What appliers have published. */
@Command(
    name = "checkpoints",
    description = "Checkpoints: from where services start.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {CheckpointsCommand.Ls.class, CheckpointsCommand.Verify.class})
final class CheckpointsCommand {
  private CheckpointsCommand() {}

  /** A verb about one partition or all. */
  abstract static class OfPartitions extends Verb {
    @Option(
        names = "--partition",
        arity = "1",
        description = "Only this partition; all that have checkpoints otherwise.")
    private int partition = -1;

    final List<Integer> partitions(Checkpoints checkpoints) throws ObjectStoreException {
      return partition < 0 ? checkpoints.partitions() : List.of(partition);
    }
  }

  @Command(name = "ls", description = "Shows the newest checkpoint of each partition.")
  static final class Ls extends OfPartitions {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var checkpoints = new Checkpoints(objects(), InstantSource.system());
      List<Map<String, Object>> answers = new ArrayList<>();
      for (int partition : partitions(checkpoints)) {
        Optional<CheckpointManifest> newest = checkpoints.newest(partition);
        if (newest.isPresent()) {
          answers.add(show(newest.get(), checkpoints.list(partition).size()));
        }
      }
      if (answers.isEmpty()) {
        text("There are no checkpoints.");
      }
      json(Map.of("checkpoints", answers));
      return ALL_IS_WELL;
    }

    private Map<String, Object> show(CheckpointManifest newest, int kept) {
      List<String> parked = new ArrayList<>();
      long bytes = 0;
      for (TenantCheckpoint tenant : newest.tenants()) {
        bytes += tenant.image().map(ImageRef::bytes).orElse(0L);
        if (tenant.parked().isPresent()) {
          parked.add(tenant.tenant().value());
        }
      }
      Instant at = Instant.ofEpochMilli(newest.createdAtMs());
      text(
          "partition %d  n %d  %s  %d tenants, %d bytes of images, %d checkpoints kept"
              .formatted(newest.partition(), newest.n(), at, newest.tenants().size(), bytes, kept));
      for (TenantCheckpoint tenant : newest.tenants()) {
        tenant
            .parked()
            .ifPresent(
                why ->
                    text(
                        "  parked: %s at %d: %s"
                            .formatted(tenant.tenant(), why.n(), why.reason())));
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("partition", newest.partition());
      answer.put("n", newest.n());
      answer.put("created_at", at.toString());
      answer.put("tenants", newest.tenants().size());
      answer.put("image_bytes", bytes);
      answer.put("kept", kept);
      answer.put("parked", parked);
      return answer;
    }
  }

  @Command(
      name = "verify",
      description = {
        "Reads every checkpoint and every object that the newest ones name.",
        "Names what is damaged or missing, and then ends with exit code 1."
      })
  static final class Verify extends OfPartitions {
    @Override
    public Integer call() throws CliException, ObjectStoreException {
      var checkpoints = new Checkpoints(objects(), InstantSource.system());
      Map<String, List<String>> answers = new LinkedHashMap<>();
      boolean allIsWell = true;
      for (int partition : partitions(checkpoints)) {
        List<String> wrong = checkpoints.verify(partition, ProgressListener.NONE);
        allIsWell &= wrong.isEmpty();
        answers.put(String.valueOf(partition), wrong);
        text(
            "partition %d  %s"
                .formatted(partition, wrong.isEmpty() ? "ok" : wrong.size() + " damaged"));
        wrong.forEach(line -> text("  %s".formatted(line)));
      }
      if (answers.isEmpty()) {
        text("There are no checkpoints.");
      }
      json(Map.of("ok", allIsWell, "partitions", answers));
      return allIsWell ? ALL_IS_WELL : SOMETHING_IS_WRONG;
    }
  }
}
