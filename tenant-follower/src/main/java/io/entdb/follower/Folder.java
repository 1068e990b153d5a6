package io.entdb.follower;

import io.entdb.model.InvalidException;
import io.entdb.model.TenantId;
import io.entdb.store.StoreException;
import io.entdb.store.TenantStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A partition's files: {@code p=<partition>/<tenant>.db}, {@code p=<partition>/hydrating/} for
 * stores that are not complete yet, and {@code p=<partition>/followed.json}.
 */
final class Folder {
  private static final String DB = ".db";

  private final Path root;

  Folder(Path dataDir, int partition) {
    this.root = dataDir.resolve("p=" + partition);
  }

  /** The partitions that have a folder. */
  static List<Integer> partitions(Path dataDir) throws IOException {
    var partitions = new ArrayList<Integer>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(dataDir, "p=*")) {
      for (Path folder : folders) {
        String number = folder.getFileName().toString().substring(2);
        if (number.matches("[0-9]{1,9}")) { // Else it is none of ours.
          partitions.add(Integer.parseInt(number));
        }
      }
    }
    return partitions;
  }

  Path root() {
    return root;
  }

  Path store(TenantId tenant) {
    return root.resolve(tenant.value() + DB);
  }

  /** Where a store is built; what stands there is never used after a restart. */
  Path hydrating(TenantId tenant) {
    return root.resolve("hydrating").resolve(tenant.value() + DB);
  }

  /** Where an image is put that a record of a tenant names. */
  Path image(TenantId tenant) {
    return root.resolve("hydrating").resolve(tenant.value() + ".image");
  }

  /** Makes the folders and removes what was left half built. */
  void prepare() throws IOException {
    removeAll(root.resolve("hydrating"));
    Files.createDirectories(root.resolve("hydrating"));
  }

  /** Removes everything, the folder itself too. */
  void remove() throws IOException {
    removeAll(root);
  }

  /** Removes everything, and makes the folders anew. */
  void discardAll() throws IOException {
    remove();
    prepare();
  }

  /** The tenants whose stores stand here. */
  List<TenantId> tenants() throws IOException {
    var tenants = new ArrayList<TenantId>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "*" + DB)) {
      for (Path file : files) {
        tenantOf(file).ifPresent(tenants::add);
      }
    }
    return tenants;
  }

  private static Optional<TenantId> tenantOf(Path file) {
    String name = file.getFileName().toString();
    try {
      return Optional.of(new TenantId(name.substring(0, name.length() - DB.length())));
    } catch (InvalidException e) {
      return Optional.empty(); // None of ours.
    }
  }

  /** Moves a store that is built and closed to where it is used. */
  void putInPlace(TenantId tenant) throws StoreException {
    TenantStore.discard(store(tenant));
    try {
      Files.move(hydrating(tenant), store(tenant), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StoreException("cannot move the store of tenant " + tenant, e);
    }
  }

  /** Bytes of a tenant's store, with SQLite's files beside it. */
  long bytes(TenantId tenant) {
    return bytes(store(tenant).toString()) + bytes(store(tenant) + "-wal");
  }

  private static long bytes(String file) {
    try {
      return Files.size(Path.of(file));
    } catch (IOException e) {
      return 0; // It is not there (any more).
    }
  }

  private static void removeAll(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return; // There is nothing to remove.
    }
  }
}
