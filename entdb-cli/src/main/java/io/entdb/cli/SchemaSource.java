package io.entdb.cli;

import io.entdb.cli.schema.DescriptorSchema;
import io.entdb.cli.schema.InvalidOptionsException;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.json.JsonReader;
import io.entdb.model.json.JsonValue;
import io.entdb.model.schema.Schema;
import io.entdb.model.schema.SchemaChecks;
import io.entdb.model.schema.SchemaReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a schema comes from: a file, annotated messages, or a running system. */
final class SchemaSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(names = "--file", description = "A schema or a snapshot of one, as JSON.")
  private @Nullable Path file;

  @Option(
      names = "--descriptors",
      description = {
        "A descriptor set of messages annotated with entdb_options.proto, as",
        "protoc --include_imports --descriptor_set_out=FILE writes it."
      })
  private @Nullable Path descriptors;

  @Option(names = "--server", description = "A gateway's REST address: host:port, or a URL.")
  private @Nullable String server;

  @Option(
      names = "--tenant-id",
      description = "With --server: this tenant's schema instead of the default one.")
  private @Nullable String tenant;

  @Option(
      names = "--api-key",
      defaultValue = "${env:ENTDB_API_KEY}",
      description = "With --server: an API key; otherwise from ENTDB_API_KEY.")
  private @Nullable String apiKey;

  @Option(
      names = "--actor",
      defaultValue = "admin:entdb-cli",
      description = "With --server and no API key: who asks (default: ${DEFAULT-VALUE}).")
  private String actor = "";

  /**
   * A schema as read.
   *
   * @param problems empty = it is valid
   * @param warnings what its author should look at
   */
  record Read(Schema schema, List<String> problems, List<String> warnings) {
    Read {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /** How many sources were given; one is right. */
  long given() {
    return Stream.of(file, descriptors, server).filter(Objects::nonNull).count();
  }

  /** Reads the one source that was given. */
  Read read() throws CliException {
    if (file != null) {
      return ofFile(file);
    }
    if (descriptors != null) {
      return ofDescriptors(descriptors);
    }
    return server == null ? ofText("{}", "nothing") : ofText(fetch(server), server);
  }

  /** Reads a schema, or a snapshot of one, from a file. */
  static Read ofFile(Path file) throws CliException {
    return ofText(new String(bytes(file), StandardCharsets.UTF_8), file.toString());
  }

  private static Read ofDescriptors(Path file) throws CliException {
    try {
      DescriptorSchema.Derived derived = DescriptorSchema.read(bytes(file));
      return new Read(derived.schema(), SchemaChecks.check(derived.schema()), derived.warnings());
    } catch (InvalidOptionsException e) {
      return new Read(Schema.EMPTY, List.of(e.getMessage()), List.of());
    }
  }

  private static Read ofText(String text, String from) throws CliException {
    try {
      JsonValue json = JsonReader.read(text, Limits.JSON_DEPTH_MAX);
      SchemaReader.Result result = SchemaReader.read(SchemaFile.schemaIn(json));
      return new Read(result.schema(), result.problems(), List.of());
    } catch (InvalidException e) {
      throw CliException.unreadable("%s holds no JSON: %s".formatted(from, e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file) throws CliException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw CliException.unreadable("cannot read %s: %s".formatted(file, e), e);
    }
  }

  private String fetch(String address) throws CliException {
    String url = address.contains("://") ? address : "http://" + address;
    String query =
        tenant == null ? "" : "?tenant_id=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8);
    Map.Entry<String, String> who =
        apiKey == null ? Map.entry("X-Actor", actor) : Map.entry("X-API-Key", apiKey);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/v1/schema" + query))
              .timeout(PATIENCE)
              .header(who.getKey(), who.getValue())
              .build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw CliException.unreadable(
            "%s answers %d: %s".formatted(url, response.statusCode(), response.body()), null);
      }
      return response.body();
    } catch (IllegalArgumentException e) {
      throw CliException.unreadable("'%s' is no address; say host:port".formatted(address), e);
    } catch (IOException e) {
      throw CliException.unreadable("%s does not answer: %s".formatted(url, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    }
  }
}
