package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded logs give the digests that they gave when they were recorded. Files under {@code
 * histories/} are only ever added: {@code v<rules version>-<what>.txt}, a line per record with n,
 * broker time, record (base64) and the digest after it.
 */
class GoldenHistoryTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @TempDir Path folder;

  static List<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void aRecordedLogGivesTheSameStates(Path history) throws Exception {
    try (var store = open()) {
      for (String line : Files.readAllLines(history)) {
        String[] columns = line.split(" ", -1);
        long n = Long.parseLong(columns[0]);
        store.apply(
            List.of(
                new LogEntry(
                    new WalPosition(1, n),
                    0,
                    Long.parseLong(columns[1]),
                    ACME.value(),
                    Base64.getDecoder().decode(columns[2]),
                    List.of())));
        assertThat(store.state().digest()).as("digest after record %d", n).isEqualTo(columns[3]);
      }
    }
  }

  /** Records a history of the present rules version: -Dentdb.record=NAME, once per release. */
  @Test
  @EnabledIfSystemProperty(named = "entdb.record", matches = ".+")
  void recordsAHistory() throws Exception {
    String name = System.getProperty("entdb.record");
    var lines = new ArrayList<String>();
    try (var store = open()) {
      for (LogEntry entry : Workload.of(ACME, 1, 150, new SplittableRandom(name.hashCode()))) {
        store.apply(List.of(entry));
        lines.add(
            "%d %d %s %s"
                .formatted(
                    entry.position().n(),
                    entry.brokerTime(),
                    Base64.getEncoder().encodeToString(entry.value()),
                    store.state().digest()));
      }
    }
    assertThat(lines).hasSize(151);
    Files.write(HISTORIES.resolve("v1-" + name + ".txt"), lines);
  }

  private TenantStore open() throws StoreException {
    return TenantStore.open(folder.resolve("acme.db"), ACME, StoreSettings.DEFAULT);
  }
}
