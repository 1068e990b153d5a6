package io.entdb.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An object store in memory that fails and delays on demand. */
public final class InMemoryObjectStore implements ObjectStore {
  private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger puts = new AtomicInteger();
  private final InstantSource clock;
  private volatile Faults faults = Faults.NONE;

  public InMemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  public InMemoryObjectStore() {
    this(InstantSource.system());
  }

  /** Lets requests go wrong from now on. */
  public void setFaults(Faults faults) {
    this.faults = faults;
  }

  /** Replaces an object's bytes behind everybody's back. */
  public void damage(ObjectName name, byte[] bytes) {
    objects.computeIfPresent(name.value(), (key, was) -> new Stored(bytes, was.modified));
  }

  /** How many objects were written since the start. */
  public int puts() {
    return puts.get();
  }

  @Override
  public boolean putIfAbsent(ObjectName name, byte[] bytes) throws ObjectStoreException {
    Fault fault = faults.next("put", name);
    fail(fault == Fault.BEFORE, "put", name);
    Stored there = objects.putIfAbsent(name.value(), new Stored(bytes.clone(), clock.instant()));
    if (there == null) {
      puts.incrementAndGet();
    }
    fail(fault == Fault.AFTER, "put", name);
    return there == null || Arrays.equals(there.bytes, bytes);
  }

  @Override
  public boolean putIfAbsent(ObjectName name, Path file) throws ObjectStoreException {
    try {
      return putIfAbsent(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> get(ObjectName name) throws ObjectStoreException {
    failIfTold("get", name);
    return Optional.ofNullable(objects.get(name.value())).map(stored -> stored.bytes.clone());
  }

  @Override
  public Optional<byte[]> getRange(ObjectName name, long from, int length)
      throws ObjectStoreException {
    return get(name)
        .map(
            bytes -> {
              int start = (int) Math.min(from, bytes.length);
              int end = (int) Math.min(from + length, bytes.length);
              return Arrays.copyOfRange(bytes, start, end);
            });
  }

  @Override
  public Optional<ObjectEntry> head(ObjectName name) throws ObjectStoreException {
    failIfTold("head", name);
    return Optional.ofNullable(objects.get(name.value())).map(stored -> stored.entry(name));
  }

  @Override
  public List<ObjectEntry> listPage(String prefix, String startAfter, int limit)
      throws ObjectStoreException {
    failIfTold("list", new ObjectName("listing"));
    List<ObjectEntry> page = new ArrayList<>();
    boolean within = startAfter.compareTo(prefix) >= 0;
    Map<String, Stored> rest = objects.tailMap(within ? startAfter : prefix, !within);
    for (Map.Entry<String, Stored> object : rest.entrySet()) {
      if (page.size() == limit || !object.getKey().startsWith(prefix)) {
        break;
      }
      page.add(object.getValue().entry(new ObjectName(object.getKey())));
    }
    return page;
  }

  @Override
  public void delete(ObjectName name) throws ObjectStoreException {
    Fault fault = faults.next("delete", name);
    fail(fault == Fault.BEFORE, "delete", name);
    objects.remove(name.value());
    fail(fault == Fault.AFTER, "delete", name);
  }

  private void failIfTold(String verb, ObjectName name) throws ObjectStoreUnavailableException {
    fail(faults.next(verb, name) != Fault.NONE, verb, name);
  }

  private static void fail(boolean told, String verb, ObjectName name)
      throws ObjectStoreUnavailableException {
    if (told) {
      throw new ObjectStoreUnavailableException("told to fail: " + verb + " " + name);
    }
  }

  /** What goes wrong with one request. */
  public enum Fault {
    NONE,
    /** The request is not carried out. */
    BEFORE,
    /** The request is carried out, but its answer is lost. */
    AFTER
  }

  /** Decides about each request before it is carried out; may wait to delay it. */
  @FunctionalInterface
  public interface Faults {
    /** Nothing goes wrong. */
    Faults NONE = (verb, name) -> Fault.NONE;

    /**
     * What happens to a request.
     *
     * @param verb put, get, head, list or delete
     */
    Fault next(String verb, ObjectName name);

    /** Of so many requests one fails, half of them before and half after being carried out. */
    static Faults seeded(long seed, int oneOf) {
      var random = new SplittableRandom(seed);
      return (verb, name) -> {
        synchronized (random) {
          if (random.nextInt(oneOf) != 0) {
            return Fault.NONE;
          }
          return random.nextBoolean() ? Fault.BEFORE : Fault.AFTER;
        }
      };
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Stays inside; never compared.
  private record Stored(byte[] bytes, Instant modified) {
    ObjectEntry entry(ObjectName name) {
      return new ObjectEntry(name, bytes.length, modified);
    }
  }
}
