package io.entdb.cli;

import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChange;
import io.entdb.model.schema.SchemaCompatibility;
import io.entdb.model.schema.SchemaFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Schemas: kept in files, checked before they are put. */
@Command(
    name = "schema",
    description = "Schemas: keeps them in files, and tells what a change would break.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      SchemaCommand.Snapshot.class,
      SchemaCommand.Validate.class,
      SchemaCommand.Diff.class,
      SchemaCommand.Check.class
    })
final class SchemaCommand {
  private SchemaCommand() {}

  /** A command about schemas: 1 = invalid or breaking, 2 = wrong usage or unreadable. */
  @Command(
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:fine",
        "1:the schema is invalid, or the change is breaking",
        "2:the command line is wrong, or something could not be read or written"
      })
  abstract static class SchemaVerb extends PlainVerb {
    final SchemaSource.Read read(SchemaSource source) throws CliException {
      if (source.given() != 1) {
        throw wrongCommandLine("give one of --file, --descriptors and --server");
      }
      SchemaSource.Read read = source.read();
      read.warnings().forEach(warning -> text("warning: " + warning));
      return read;
    }

    /** Answers that a schema is invalid. */
    final int tellProblems(String what, List<String> problems) {
      problems.forEach(problem -> text("%s is invalid: %s".formatted(what, problem)));
      json(Map.of("valid", false, "problems", problems));
      return SOMETHING_IS_WRONG;
    }

    /** Answers what goes from one schema to another. */
    final int compare(Schema before, Schema after, boolean failOnBreaking) {
      List<SchemaChange> changes = SchemaCompatibility.changes(before, after);
      long breaking = changes.stream().filter(SchemaChange::breaking).count();
      for (SchemaChange change : changes) {
        text(
            "%-8s  %s: %s"
                .formatted(change.breaking() ? "BREAKING" : "safe", change.name(), change.text()));
      }
      text("%d changes, %d breaking".formatted(changes.size(), breaking));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("breaking", breaking > 0);
      answer.put("changes", changes);
      json(answer);
      return breaking > 0 && failOnBreaking ? SOMETHING_IS_WRONG : ALL_IS_WELL;
    }
  }

  @Command(
      name = "snapshot",
      description = {
        "Writes a schema with its fingerprint to a file, to be compared with later.",
        "What it writes can be put: PUT /v1/schema takes its \"schema\"."
      })
  static final class Snapshot extends SchemaVerb {
    @Mixin private SchemaSource source = new SchemaSource();

    @Option(names = "--output", description = "The file; standard output when left out.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace the file when it is there.")
    private boolean force;

    @Override
    public Integer call() throws CliException {
      SchemaSource.Read read = read(source);
      if (!read.problems().isEmpty()) {
        return tellProblems("the schema", read.problems());
      }
      String text = SchemaFile.write(read.schema());
      if (output == null) {
        line(text.stripTrailing());
        return ALL_IS_WELL;
      }
      write(output, text);
      String fingerprint = SchemaFingerprint.of(read.schema());
      text("wrote %s, fingerprint %s".formatted(output, fingerprint));
      json(Map.of("file", output.toString(), "fingerprint", fingerprint));
      return ALL_IS_WELL;
    }

    private void write(Path file, String text) throws CliException {
      if (Files.exists(file) && !force) {
        throw CliException.unreadable("%s exists; --force replaces it".formatted(file), null);
      }
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw CliException.unreadable("cannot write %s: %s".formatted(file, e), e);
      }
    }
  }

  @Command(name = "validate", description = "Tells all that is wrong with a schema.")
  static final class Validate extends SchemaVerb {
    @Mixin private SchemaSource source = new SchemaSource();

    @Override
    public Integer call() throws CliException {
      SchemaSource.Read read = read(source);
      if (!read.problems().isEmpty()) {
        return tellProblems("the schema", read.problems());
      }
      Schema schema = read.schema();
      text(
          "valid: %d node types, %d edge types, fingerprint %s"
              .formatted(
                  schema.nodeTypes().size(),
                  schema.edgeTypes().size(),
                  SchemaFingerprint.of(schema)));
      json(
          Map.of(
              "valid", true,
              "fingerprint", SchemaFingerprint.of(schema),
              "warnings", read.warnings()));
      return ALL_IS_WELL;
    }
  }

  @Command(
      name = "diff",
      description = "Tells what changes from one file to another, and what of it breaks.")
  static final class Diff extends SchemaVerb {
    @Option(names = "--baseline", required = true, description = "The schema that there is.")
    private Path baseline = Path.of("");

    @Option(names = "--current", required = true, description = "The schema that is to be.")
    private Path current = Path.of("");

    @Override
    public Integer call() throws CliException {
      SchemaSource.Read before = SchemaSource.ofFile(baseline);
      SchemaSource.Read after = SchemaSource.ofFile(current);
      if (!before.problems().isEmpty()) {
        return tellProblems(baseline.toString(), before.problems());
      }
      return after.problems().isEmpty()
          ? compare(before.schema(), after.schema(), true)
          : tellProblems(current.toString(), after.problems());
    }
  }

  @Command(
      name = "check",
      description = "Compares a schema with the snapshot of an earlier one, for build pipelines.")
  static final class Check extends SchemaVerb {
    @Option(names = "--baseline", required = true, description = "The earlier snapshot.")
    private Path baseline = Path.of("");

    @Mixin private SchemaSource source = new SchemaSource();

    @Option(
        names = "--fail-on-breaking",
        negatable = true,
        defaultValue = "true",
        fallbackValue = "true",
        description = "Exit code 1 for breaking changes (default: ${DEFAULT-VALUE}).")
    private boolean failOnBreaking = true;

    @Override
    public Integer call() throws CliException {
      SchemaSource.Read before = SchemaSource.ofFile(baseline);
      if (!before.problems().isEmpty()) {
        return tellProblems(baseline.toString(), before.problems());
      }
      SchemaSource.Read after = read(source);
      return after.problems().isEmpty()
          ? compare(before.schema(), after.schema(), failOnBreaking)
          : tellProblems("the schema", after.problems());
    }
  }
}
