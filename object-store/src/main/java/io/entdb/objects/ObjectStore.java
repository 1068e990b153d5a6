package io.entdb.objects;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Named objects, written once and never changed. A reader sees an object whole or not at all, and
 * at once after the write that made it. Callable from any thread; calls block, retry a few times
 * with growing, jittered pauses, and then end in {@link ObjectStoreUnavailableException}.
 */
public interface ObjectStore {
  /** Most bytes of an object: what S3 takes in one request. */
  long OBJECT_BYTES_MAX = 5L * 1024 * 1024 * 1024;

  /** Most entries in one page of a listing. */
  int PAGE_ENTRIES_MAX = 1_000;

  /**
   * Writes an object where there is none.
   *
   * <p>Repeating a call is harmless, and so is a lost answer: where an object stands already, it is
   * read and compared.
   *
   * @return true: an object with exactly these bytes is there now; false: one with other bytes was
   *     there first and stays
   * @throws ObjectStoreUnavailableException it may or may not have been written; repeat to find out
   */
  boolean putIfAbsent(ObjectName name, byte[] bytes) throws ObjectStoreException;

  /**
   * Writes a file as {@link #putIfAbsent(ObjectName, byte[])} does, without holding it in memory.
   *
   * @param file not changed by anybody until this returns
   */
  boolean putIfAbsent(ObjectName name, Path file) throws ObjectStoreException;

  /**
   * Reads an object.
   *
   * @return empty = there is none
   * @throws ObjectCorruptException when its bytes are not those that were written
   */
  Optional<byte[]> get(ObjectName name) throws ObjectStoreException;

  /**
   * Reads a part of an object. Parts can't be checked against the whole's checksum: the caller
   * checks what it gets.
   *
   * @param from the first byte's index, 0 or more
   * @param length 1 or more
   * @return fewer bytes than asked for where the object ends, none behind its end; empty = no
   *     object
   */
  Optional<byte[]> getRange(ObjectName name, long from, int length) throws ObjectStoreException;

  /** What is known of an object; empty = there is none. */
  Optional<ObjectEntry> head(ObjectName name) throws ObjectStoreException;

  /**
   * Objects whose names begin with a prefix, in order of name.
   *
   * @param prefix not necessarily a whole part of a name; empty = everything
   * @param startAfter only names after this one, which need not exist; empty = from the first
   * @param limit 1 to {@link #PAGE_ENTRIES_MAX}
   * @return fewer than the limit only at the end
   */
  List<ObjectEntry> listPage(String prefix, String startAfter, int limit)
      throws ObjectStoreException;

  /** Removes an object. Does nothing where there is none. */
  void delete(ObjectName name) throws ObjectStoreException;

  /** All of {@link #listPage}, page after page: for listings that fit into memory. */
  default List<ObjectEntry> list(String prefix, String startAfter) throws ObjectStoreException {
    var entries = new ArrayList<ObjectEntry>();
    forEach(prefix, startAfter, entries::add);
    return entries;
  }

  /** Visits all of {@link #listPage} in order of name, with one page in memory at a time. */
  default void forEach(String prefix, String startAfter, Visitor visitor)
      throws ObjectStoreException {
    String after = startAfter;
    List<ObjectEntry> page;
    do {
      page = listPage(prefix, after, PAGE_ENTRIES_MAX);
      for (ObjectEntry entry : page) {
        visitor.visit(entry);
      }
      after = page.isEmpty() ? after : page.getLast().name().value();
    } while (page.size() == PAGE_ENTRIES_MAX);
  }

  /**
   * The objects under a prefix, last name first: newest first where names sort by age. Reads the
   * whole listing, because stores list forwards only.
   */
  default List<ObjectEntry> newestFirst(String prefix) throws ObjectStoreException {
    return list(prefix, "").reversed();
  }

  /** Takes the entries of a listing one by one. */
  interface Visitor {
    void visit(ObjectEntry entry) throws ObjectStoreException;
  }
}
