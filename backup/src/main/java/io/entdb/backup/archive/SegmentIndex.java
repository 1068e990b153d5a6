package io.entdb.backup.archive;

import io.entdb.model.WalPosition;
import io.entdb.objects.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * What a segment holds: all records of a partition from {@code firstN} through {@code throughN}.
 *
 * @param firstN where it begins
 * @param followsN through where the archive reached before; -1 = it begins here. When it is less
 *     than {@code firstN - 1}, the records between were lost before anybody archived them.
 * @param throughTimeMs latest broker time of its records, unix ms
 * @param members in order of key, one after the other from the segment's first byte to its last
 * @param barriers in no particular order
 * @param createdAtMs unix ms, by the archiver's clock
 */
public record SegmentIndex(
    int partition,
    long firstN,
    long followsN,
    long throughN,
    long throughTimeMs,
    Location segment,
    List<Member> members,
    List<Barrier> barriers,
    long createdAtMs) {

  /**
   * The segment.
   *
   * @param sha256 of all its bytes, 64 hex digits
   */
  public record Location(ObjectName name, long bytes, String sha256) {}

  /**
   * The records of one key, compressed by themselves.
   *
   * @param fromByte where they begin in the segment
   * @param sha256 of those bytes, 64 hex digits
   */
  public record Member(
      String key, long fromByte, int bytes, String sha256, long firstN, long lastN, int records) {}

  /** A record that asks for a snapshot of its tenant at its position. */
  public record Barrier(String key, long n) {}

  public SegmentIndex {
    members = List.copyOf(members);
    barriers = List.copyOf(barriers);
    expect(partition >= 0 && followsN >= -1 && firstN > followsN && throughN >= firstN, "range");
    expect(!members.isEmpty(), "no members");
    long at = 0;
    String before = "";
    for (Member member : members) {
      expect(member.fromByte == at && member.bytes > 0, "bytes of " + member.key);
      expect(at == 0 || member.key.compareTo(before) > 0, "order of " + member.key);
      expect(
          member.firstN >= firstN
              && member.lastN >= member.firstN
              && member.lastN <= throughN
              && member.records > 0
              && member.records <= member.lastN - member.firstN + 1,
          "records of " + member.key);
      at += member.bytes;
      before = member.key;
    }
    expect(at == segment.bytes, "size");
  }

  private static void expect(boolean isSo, String what) {
    if (!isSo) {
      throw new IllegalArgumentException("no index of a segment: " + what);
    }
  }

  /**
   * The objects that it stands in, itself and the segment, unless it is a compacted one. Another
   * archiver's index may have the same name, but its segment has not.
   */
  public List<ObjectName> objects() {
    return List.of(ArchiveNames.index(partition, firstN), segment.name());
  }

  /** All records. */
  public long records() {
    return members.stream().mapToLong(Member::records).sum();
  }

  /** The part of one key; empty = it has no record here. */
  public Optional<Member> member(String key) {
    int low = 0;
    int high = members.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = members.get(middle).key.compareTo(key);
      if (order == 0) {
        return Optional.of(members.get(middle));
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return Optional.empty();
  }

  /**
   * Whether it begins a life of the log that came after an n, and nothing stands between: what the
   * life before had beyond its archive is not part of the history (ADR 0017 D9). An index that
   * follows nothing does not know what the life before had: its archive may have been lost.
   */
  public boolean beginsEpochAfter(long n) {
    return WalPosition.offsetOf(firstN) == 0
        && WalPosition.epochOf(firstN) > WalPosition.epochOf(n)
        && followsN < n
        && (followsN >= 0 || n == 0);
  }

  /** Whether records before it were lost before anybody archived them. */
  public boolean isAfterGap() {
    return firstN > followsN + 1;
  }
}
