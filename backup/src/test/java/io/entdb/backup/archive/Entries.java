package io.entdb.backup.archive;

import io.entdb.model.WalPosition;
import io.entdb.model.record.LogEntry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Log entries of any bytes, and what tests ask of them. */
final class Entries {
  static final long TIME = 1_700_000_000_000L;

  private Entries() {}

  static LogEntry entry(int partition, long n, String key, String value) {
    return new LogEntry(
        new WalPosition(partition, n),
        -1,
        TIME + n,
        key,
        value.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        List.of(new LogEntry.Header("traceparent", new byte[] {1, (byte) n})));
  }

  /** Random entries of a few keys, some of them strange, with holes between their positions. */
  static List<LogEntry> random(RandomGenerator random, int partition, long firstN, int count) {
    String[] keys = {"acme", "beta", "", "no tenant \n\"at\" all", "zeta-9", "ümläut", "_system"};
    var entries = new ArrayList<LogEntry>();
    long n = firstN;
    for (int i = 0; i < count; i++) {
      byte[] value = new byte[random.nextInt(random.nextInt(8) == 0 ? 5_000 : 60)];
      random.nextBytes(value);
      String key = keys[random.nextInt(1, keys.length + 1) % keys.length];
      entries.add(
          new LogEntry(
              new WalPosition(partition, n),
              -1,
              TIME + random.nextInt(100),
              key,
              value,
              List.of()));
      n += random.nextInt(6) == 0 ? 3 : 1;
    }
    return entries;
  }

  /** All that an entry says, for comparisons. */
  static String text(LogEntry entry) {
    var text = new StringBuilder();
    text.append(entry.position()).append(' ').append(entry.brokerTime());
    text.append(' ').append(entry.key()).append(' ');
    text.append(HexFormat.of().formatHex(entry.value()));
    for (LogEntry.Header header : entry.headers()) {
      text.append(' ').append(header.name()).append('=');
      text.append(HexFormat.of().formatHex(header.value()));
    }
    return text.toString();
  }

  static List<String> texts(List<LogEntry> entries) {
    return entries.stream().map(Entries::text).toList();
  }
}
