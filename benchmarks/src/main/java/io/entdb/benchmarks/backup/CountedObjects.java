package io.entdb.benchmarks.backup;

import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An object store that counts requests and bytes. */
final class CountedObjects implements ObjectStore {
  private final ObjectStore objects;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  CountedObjects(ObjectStore objects) {
    this.objects = objects;
  }

  /** What was asked since the last question. */
  record Traffic(long requests, long sent, long received) {}

  Traffic take() {
    return new Traffic(requests.getAndSet(0), sent.getAndSet(0), received.getAndSet(0));
  }

  private Optional<byte[]> counted(Optional<byte[]> bytes) {
    requests.incrementAndGet();
    bytes.ifPresent(it -> received.addAndGet(it.length));
    return bytes;
  }

  @Override
  public boolean putIfAbsent(ObjectName name, byte[] bytes) throws ObjectStoreException {
    requests.incrementAndGet();
    sent.addAndGet(bytes.length);
    return objects.putIfAbsent(name, bytes);
  }

  @Override
  public boolean putIfAbsent(ObjectName name, Path file) throws ObjectStoreException {
    requests.incrementAndGet();
    try {
      sent.addAndGet(Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects.putIfAbsent(name, file);
  }

  @Override
  public Optional<byte[]> get(ObjectName name) throws ObjectStoreException {
    return counted(objects.get(name));
  }

  @Override
  public Optional<byte[]> getRange(ObjectName name, long from, int length)
      throws ObjectStoreException {
    return counted(objects.getRange(name, from, length));
  }

  @Override
  public Optional<ObjectEntry> head(ObjectName name) throws ObjectStoreException {
    requests.incrementAndGet();
    return objects.head(name);
  }

  @Override
  public List<ObjectEntry> listPage(String prefix, String startAfter, int limit)
      throws ObjectStoreException {
    requests.incrementAndGet();
    return objects.listPage(prefix, startAfter, limit);
  }

  @Override
  public void delete(ObjectName name) throws ObjectStoreException {
    requests.incrementAndGet();
    objects.delete(name);
  }
}
