package io.entdb.follower;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.model.TenantId;
import io.entdb.model.WalPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code followed.json}: what the files of a partition's folder hold.
 *
 * @param format of this file
 * @param n all stores in the folder hold all records at or before, but for those parked
 * @param epoch of the log, the upper bits of n; for people
 * @param leaderEpoch Kafka's, of the last record at or before n; -1 when unknown
 * @param reliesOnN of an owner: tenants without a store here are as a checkpoint at this n or later
 *     says
 * @param boot of the machine that wrote it
 * @param parked tenants whose stores stand still
 * @param rebuilding tenants that have records at or before n, but no store here
 */
record Followed(
    @JsonProperty("format") int format,
    @JsonProperty("n") long n,
    @JsonProperty("epoch") int epoch,
    @JsonProperty("leader_epoch") int leaderEpoch,
    @JsonProperty("relies_on_n") long reliesOnN,
    @JsonProperty("boot") String boot,
    @JsonProperty("parked") List<Parked> parked,
    @JsonProperty("rebuilding") List<String> rebuilding) {
  static final int FORMAT = 1;

  private static final String NAME = "followed.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  Followed {
    parked = List.copyOf(parked);
    rebuilding = List.copyOf(rebuilding);
  }

  /** A tenant whose store holds nothing at or after n. */
  record Parked(
      @JsonProperty("tenant") String tenant,
      @JsonProperty("n") long n,
      @JsonProperty("reason") String reason,
      @JsonProperty("since") long since) {
    static Parked of(ParkedTenant at) {
      return new Parked(
          at.tenant().value(), at.position().n(), at.reason(), at.since().toEpochMilli());
    }

    ParkedTenant at(int partition) {
      return new ParkedTenant(
          new TenantId(tenant),
          new WalPosition(partition, n),
          reason,
          Instant.ofEpochMilli(since),
          0);
    }
  }

  static Followed now(
      long n, int leaderEpoch, long reliesOnN, List<Parked> parked, List<String> rebuilding) {
    int epoch = n < 0 ? 0 : WalPosition.epochOf(n);
    return new Followed(
        FORMAT, n, epoch, leaderEpoch, reliesOnN, BootId.current(), parked, rebuilding);
  }

  /** Whether what it says of the files holds: after a crash of the machine they may be torn. */
  boolean isUsable() {
    return format == FORMAT && boot.equals(BootId.current());
  }

  /** What stands in a folder; empty = nothing that can be read. */
  static Optional<Followed> read(Path folder) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(folder.resolve(NAME)), Followed.class));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Replaces what stands in a folder, at once and for good. */
  void write(Path folder) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    Path temporary = folder.resolve(NAME + ".new");
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(true);
    }
    Files.move(temporary, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true); // Or the old name might come back with a power cut.
    }
  }
}
