package io.entdb.cli;

import io.entdb.objects.ObjectStoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of all commands. */
@Command(
    name = "entdb",
    description = "Operates an EntDB system.",
    mixinStandardHelpOptions = true,
    version = "entdb 0.1.0",
    synopsisSubcommandLabel = "AREA VERB",
    subcommands = {LogCommand.class, CheckpointsCommand.class},
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

  static CommandLine commandLine(Connections connections) {
    var commandLine = new CommandLine(new Entdb());
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof CliException || failure instanceof ObjectStoreException) {
            command.getErr().println("entdb: " + failure.getMessage());
          } else {
            failure.printStackTrace(command.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    setConnections(commandLine, connections);
    return commandLine;
  }

  private static void setConnections(CommandLine commandLine, Connections connections) {
    if (commandLine.getCommand() instanceof Verb verb) {
      verb.connect(connections);
    }
    commandLine.getSubcommands().values().forEach(sub -> setConnections(sub, connections));
  }
}
