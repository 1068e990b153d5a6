package io.entdb.cli;

import io.entdb.backup.archive.ArchiveMissingException;
import io.entdb.backup.restore.DigestDivergedException;
import io.entdb.backup.restore.RestoreRefusedException;
import io.entdb.objects.ObjectStoreException;
import io.entdb.store.StoreException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of all commands. */
@Command(
    name = "entdb",
    description = "Operates an EntDB system.",
    mixinStandardHelpOptions = true,
    version = "entdb 0.1.0",
    synopsisSubcommandLabel = "AREA VERB",
    subcommands = {
      LogCommand.class,
      CheckpointsCommand.class,
      TenantsCommand.class,
      ArchiveCommand.class,
      RestoreCommand.class,
      SchemaCommand.class,
      SnapshotCommand.class,
      DrillCommand.class,
      StatusCommand.class,
      TopCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and all is well",
      "1:something is damaged, refused or unreachable; standard error says what",
      "2:the command line is wrong"
    })
public final class Entdb {
  private Entdb() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(new Connections.Real()).execute(arguments));
  }

  /**
   * Runs one command in this process.
   *
   * @return its exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(new Connections.Real()).setOut(out).setErr(err).execute(arguments);
  }

  static CommandLine commandLine(Connections connections) {
    var commandLine = new CommandLine(new Entdb());
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (isExplained(failure)) {
            command.getErr().println("entdb: " + failure.getMessage());
          } else {
            failure.printStackTrace(command.getErr());
          }
          return failure instanceof CliException known
              ? known.exitCode()
              : CommandLine.ExitCode.SOFTWARE;
        });
    setConnections(commandLine, connections);
    return commandLine;
  }

  /** Whether the message says all that an operator needs; anything else is a bug of ours. */
  private static boolean isExplained(Exception failure) {
    return failure instanceof CliException
        || failure instanceof ObjectStoreException
        || failure instanceof RestoreRefusedException
        || failure instanceof DigestDivergedException
        || failure instanceof ArchiveMissingException
        || failure instanceof StoreException;
  }

  private static void setConnections(CommandLine commandLine, Connections connections) {
    if (commandLine.getCommand() instanceof PlainVerb verb) {
      verb.connect(connections);
    }
    commandLine.getSubcommands().values().forEach(sub -> setConnections(sub, connections));
  }
}
