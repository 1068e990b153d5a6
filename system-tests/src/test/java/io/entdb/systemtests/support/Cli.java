package io.entdb.systemtests.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entdb.cli.Entdb;
import io.entdb.localstack.LocalStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The operator's tool, run against a stack. */
public final class Cli {
  private Cli() {}

  /** Runs a command that has to succeed; its answer as JSON. */
  public static JsonNode run(LocalStack stack, String... arguments) {
    Archived.objects(stack); // Sets the credentials.
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--format=json", "--bucket=entdb", "--endpoint=" + stack.s3Endpoint()));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Entdb.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    assertThat(code).as("entdb %s: %s", String.join(" ", all), err).isZero();
    return Plan.parse(out.toString());
  }

  /** The same through a gateway's resources for operators. */
  public static JsonNode runOnline(LocalStack stack, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--gateway=" + stack.rest());
    all.add("--admin-token=" + Client.ADMIN_TOKEN);
    return run(stack, all.toArray(String[]::new));
  }
}
