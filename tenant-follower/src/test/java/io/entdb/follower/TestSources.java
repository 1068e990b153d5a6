package io.entdb.follower;

import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageUnavailableException;
import io.entdb.wal.consumer.InMemoryWal;
import io.entdb.wal.consumer.WalRange;
import io.entdb.wal.consumer.WalTruncatedException;
import io.entdb.wal.consumer.WalUnavailableException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A log without checkpoints, whose records of some tenants can be kept back. */
final class TestSources implements TenantSources {
  private final InMemoryWal wal;
  private final Set<TenantId> heldBack = ConcurrentHashMap.newKeySet();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Images images =
      (image, _) -> {
        throw new ImageUnavailableException("nobody has image " + image.name());
      };

  /** Gives images that records name. */
  interface Images {
    void image(RebaseImage image, Path file)
        throws ImageUnavailableException, ImageDamagedException;
  }

  void give(Images from) {
    images = from;
  }

  TestSources(InMemoryWal wal) {
    this.wal = wal;
  }

  /** From now on, reading a tenant's records takes until it is let go. */
  void holdBack(TenantId tenant) {
    heldBack.add(tenant);
  }

  synchronized void letGo(TenantId tenant) {
    heldBack.remove(tenant);
    notifyAll();
  }

  /** How many stretches of the log were read. */
  int reads() {
    return reads.get();
  }

  @Override
  public Optional<Manifest> newest(int partition) {
    return Optional.empty();
  }

  @Override
  public void image(RebaseImage image, Path file)
      throws ImageUnavailableException, ImageDamagedException {
    images.image(image, file);
  }

  @Override
  public Set<TenantId> tenants(int partition, long fromN, long toN) {
    return wal.entries(partition).stream()
        .filter(entry -> entry.position().n() >= fromN && entry.position().n() <= toN)
        .map(entry -> new TenantId(entry.key()))
        .collect(Collectors.toSet());
  }

  @Override
  public <E extends Exception> void records(
      TenantId tenant, int partition, long fromN, long toN, WalRange.Sink<E> sink)
      throws WalTruncatedException, WalUnavailableException, InterruptedException, E {
    synchronized (this) {
      while (heldBack.contains(tenant)) {
        wait();
      }
    }
    reads.incrementAndGet();
    wal.read(partition, fromN, toN, tenant.value()::equals, sink);
  }
}
