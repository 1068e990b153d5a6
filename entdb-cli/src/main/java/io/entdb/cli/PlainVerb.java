package io.entdb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One command: what it reaches and how it answers. */
@Command(mixinStandardHelpOptions = true)
abstract class PlainVerb implements Callable<Integer> {
  static final int ALL_IS_WELL = 0;
  static final int SOMETHING_IS_WRONG = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a command answers. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text (default) or json; json is one object on one line.")
  private Format format = Format.text;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Connections connections = new Connections.Real();

  final void connect(Connections to) {
    connections = to;
  }

  final Connections connections() {
    return connections;
  }

  final boolean isJson() {
    return format == Format.json;
  }

  /** Shows how far long work is, on a terminal. */
  final Progress progress() {
    return Progress.on(spec.commandLine().getErr(), isJson());
  }

  /** The command line is wrong in a way that its declaration cannot say. */
  final CommandLine.ParameterException wrongCommandLine(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  /** Prints one line of text, or nothing where the answer is JSON. */
  final void text(String line) {
    if (!isJson()) {
      spec.commandLine().getOut().println(line);
    }
  }

  /** Prints one line that is part of the answer in every format. */
  final void line(String line) {
    spec.commandLine().getOut().println(line);
  }

  /** Prints the answer, or nothing where it was text. */
  final void json(Object answer) {
    if (isJson()) {
      try {
        spec.commandLine().getOut().println(JSON.writeValueAsString(answer));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
