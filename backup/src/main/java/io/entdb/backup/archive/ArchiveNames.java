package io.entdb.backup.archive;

import io.entdb.objects.ObjectName;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the objects under {@code archive/}. */
final class ArchiveNames {
  static final String ALL = "archive/p=";

  /** Sorts behind every name of its folder. */
  static final String LAST = "~";

  private static final int HASH_CHARS = 16;
  private static final Pattern PARTITION = Pattern.compile("archive/p=(0|[1-9]\\d{0,8})/.*");
  private static final Pattern INDEX = Pattern.compile("(\\d{20})(?:\\.(\\d{20}))?\\.index\\.json");
  private static final Pattern BEGINNING = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern MARK = Pattern.compile("(\\d{20})\\.(\\d{15})\\.json");

  private ArchiveNames() {}

  static String folder(int partition) {
    return ALL + partition + "/";
  }

  static Optional<Integer> partitionOf(ObjectName name) {
    Matcher matcher = PARTITION.matcher(name.value());
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  static ObjectName segment(int partition, long firstN, String sha256) {
    return new ObjectName(
        "%s%020d.%s.jsonl.gz"
            .formatted(folder(partition), firstN, sha256.substring(0, HASH_CHARS)));
  }

  static boolean isSegment(ObjectName name) {
    return name.value().endsWith(".jsonl.gz");
  }

  static ObjectName index(int partition, long firstN) {
    return new ObjectName("%s%020d.index.json".formatted(folder(partition), firstN));
  }

  static ObjectName compactedIndex(int partition, long firstN, long throughN) {
    return new ObjectName(
        "%s%020d.%020d.index.json".formatted(folder(partition), firstN, throughN));
  }

  static String marks(int partition) {
    return folder(partition) + "marks/";
  }

  /** Where retention notes that the archive begins at an n now. */
  static String beginnings(int partition) {
    return folder(partition) + "begins/";
  }

  static ObjectName beginning(int partition, long firstN) {
    return new ObjectName("%s%020d.json".formatted(beginnings(partition), firstN));
  }

  /** Empty = it is the name of something else. */
  static Optional<Beginning> beginning(int partition, ObjectName name) {
    Matcher matcher = BEGINNING.matcher(name.lastPart());
    if (!name.value().startsWith(beginnings(partition)) || !matcher.matches()) {
      return Optional.empty();
    }
    return parse(matcher.group(1)).map(n -> new Beginning(partition, n));
  }

  static ObjectName mark(int partition, long throughN, long timeMs) {
    return new ObjectName("%s%020d.%015d.json".formatted(marks(partition), throughN, timeMs));
  }

  /**
   * What the name of an index says.
   *
   * @param throughN only compacted ones say it
   */
  record IndexName(ObjectName object, long firstN, OptionalLong throughN) {
    boolean isCompacted() {
      return throughN.isPresent();
    }
  }

  /** Empty = it is the name of something else. */
  static Optional<IndexName> indexName(ObjectName name) {
    Matcher matcher = INDEX.matcher(name.lastPart());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String through = matcher.group(2);
    return parse(matcher.group(1))
        .map(
            first ->
                new IndexName(
                    name,
                    first,
                    through == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(parse(through).orElse(first))));
  }

  /** Empty = it is the name of something else. */
  static Optional<Mark> mark(int partition, ObjectName name) {
    Matcher matcher = MARK.matcher(name.lastPart());
    if (!name.value().startsWith(marks(partition)) || !matcher.matches()) {
      return Optional.empty();
    }
    return parse(matcher.group(1))
        .map(n -> new Mark(partition, n, Long.parseLong(matcher.group(2))));
  }

  private static Optional<Long> parse(String digits) {
    try {
      return Optional.of(Long.valueOf(digits));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
