package io.entdb.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.entdb.model.TenantId;
import io.entdb.model.record.RebaseImage;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectEntry;
import io.entdb.objects.ObjectName;
import io.entdb.objects.ObjectStore;
import io.entdb.objects.ObjectStoreException;
import io.entdb.objects.ObjectStoreUnavailableException;
import io.entdb.store.ImageDamagedException;
import io.entdb.store.ImageSource;
import io.entdb.store.ImageUnavailableException;
import io.entdb.store.PinnedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Images that records of the log name, on S3 (ADR 0017 D3). Callable from any thread. */
public final class RebaseImages {
  /** A record that names an image is appended this soon after, or never. */
  public static final Duration APPEND_WITHIN = Duration.ofHours(12);

  /** By then the record stands in the log, by anybody's clock. */
  private static final Duration APPENDED_AFTER = Duration.ofDays(1);

  private static final String ALL = "images/";
  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectStore objects;
  private final InstantSource clock;

  public RebaseImages(ObjectStore objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * What an image's list says.
   *
   * @param ref its n is that of the tenant that the image was taken of
   * @param createdAtMs unix ms, by its maker's clock
   */
  public record Listed(ImageRef ref, long createdAtMs) {
    /** Size of the file. */
    public long bytes() {
      return ref.bytes();
    }
  }

  /**
   * Uploads a file and lists its chunks.
   *
   * @param tenant whose log will name it; not always the one that the file is of
   */
  public RebaseImage publish(TenantId tenant, PinnedFile file)
      throws IOException, ObjectStoreException {
    var cut = ImageUploader.Cut.DEFAULT;
    ImageRef ref =
        new ImageUploader(objects, clock, cut, chunks(tenant), Known.NOTHING).upload(file);
    byte[] list = write(new Listed(ref, clock.millis()));
    String sha256 = Sha256.hex(list);
    ObjectName name = new ObjectName(folder(tenant) + sha256 + ".json");
    if (!objects.putIfAbsent(name, list)) {
      throw new ObjectCorruptException(name, "it holds something else than its name says");
    }
    return new RebaseImage(name.value(), sha256, ref.digest());
  }

  /**
   * An image of a tenant by the hash of its list; empty = there is none.
   *
   * @throws ObjectCorruptException when it is damaged
   */
  public Optional<RebaseImage> find(TenantId tenant, String sha256) throws ObjectStoreException {
    ObjectName name = new ObjectName(folder(tenant) + sha256 + ".json");
    Optional<byte[]> bytes = objects.get(name);
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RebaseImage(name.value(), sha256, read(name, sha256, bytes.get()).ref().digest()));
  }

  /**
   * What an image's list says.
   *
   * @throws ObjectStoreUnavailableException when it is not there (yet, or any more)
   * @throws ObjectCorruptException when it is damaged
   */
  public Listed list(RebaseImage image) throws ObjectStoreException {
    ObjectName name = new ObjectName(image.name());
    byte[] bytes =
        objects
            .get(name)
            .orElseThrow(() -> new ObjectStoreUnavailableException(name + " is not there"));
    return read(name, image.sha256(), bytes);
  }

  /**
   * Downloads an image's file, which appears whole or not at all. List, chunks and size are
   * checked; the digest is the reader's to compute.
   */
  public void download(RebaseImage image, Path file) throws IOException, ObjectStoreException {
    Listed listed = list(image);
    ChunkFolder folder = new ChunkFolder(folderOf(image) + "chunks/");
    try {
      new ImageDownloader(objects, folder, listed.ref(), ProgressListener.NONE).download(file);
    } catch (ImageGoneException e) {
      throw new ObjectStoreUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Images for somebody who applies records, each in the same file. */
  public ImageSource into(Path file) {
    return image -> {
      fetch(image, file);
      return file;
    };
  }

  /** Downloads an image, its failures told in the terms of those who apply records. */
  public void fetch(RebaseImage image, Path file)
      throws ImageUnavailableException, ImageDamagedException {
    try {
      download(image, file);
    } catch (ObjectCorruptException e) {
      throw new ImageDamagedException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ImageDamagedException("\"" + image.name() + "\" is no object's name", e);
    } catch (IOException | ObjectStoreException e) {
      throw new ImageUnavailableException(
          "image %s cannot be fetched: %s".formatted(image.name(), e.getMessage()), e);
    }
  }

  /**
   * Removes a tenant's images that no restore needs.
   *
   * @param base tenant time of a snapshot from before the oldest restorable moment: restores to any
   *     moment that is still kept begin there or later
   * @param unnamedBefore younger chunks stay, whoever names them
   * @return how many objects were removed
   */
  int removeBefore(TenantId tenant, Instant base, Instant unnamedBefore)
      throws ObjectStoreException {
    Instant madeBefore = base.minus(APPENDED_AFTER);
    ChunkFolder chunks = chunks(tenant);
    Set<ObjectName> named = new HashSet<>();
    int removed = 0;
    for (ObjectEntry entry : objects.list(folder(tenant), "")) {
      ObjectName name = entry.name();
      if (name.value().startsWith(chunks.prefix())) {
        continue;
      }
      if (entry.modified().isBefore(madeBefore)) {
        objects.delete(name);
        removed++;
      } else {
        // One that cannot be read ends it here: nobody knows which chunks it needs.
        for (String chunk : list(byName(name)).ref().chunks()) {
          named.add(chunks.chunk(chunk));
        }
      }
    }
    for (ObjectEntry entry : objects.list(chunks.prefix(), "")) {
      if (entry.modified().isBefore(unnamedBefore) && !named.contains(entry.name())) {
        objects.delete(entry.name());
        removed++;
      }
    }
    return removed;
  }

  /** The digest does not matter to who only reads the list. */
  private static RebaseImage byName(ObjectName name) throws ObjectCorruptException {
    String last = name.lastPart();
    try {
      String sha256 = last.substring(0, Math.min(last.length(), Sha256.HEX_CHARS));
      return new RebaseImage(name.value(), sha256, sha256);
    } catch (IllegalArgumentException e) {
      throw new ObjectCorruptException(name, "it stands among images, but is none", e);
    }
  }

  private static String folder(TenantId tenant) {
    return ALL + tenant + "/";
  }

  private static String folderOf(RebaseImage image) {
    return image.name().substring(0, image.name().lastIndexOf('/') + 1);
  }

  private static ChunkFolder chunks(TenantId tenant) {
    return new ChunkFolder(folder(tenant) + "chunks/");
  }

  private static byte[] write(Listed listed) {
    return SealedJson.write(
        json -> {
          json.writeNumberField("format", FORMAT);
          json.writeNumberField("n", listed.ref().n());
          json.writeStringField("digest", listed.ref().digest());
          json.writeNumberField("bytes", listed.ref().bytes());
          json.writeNumberField("chunk_bytes", listed.ref().chunkBytes());
          json.writeNumberField("created_at_ms", listed.createdAtMs());
          json.writeArrayFieldStart("chunks");
          for (String chunk : listed.ref().chunks()) {
            json.writeString(chunk);
          }
          json.writeEndArray();
        });
  }

  private static Listed read(ObjectName name, String sha256, byte[] bytes)
      throws ObjectCorruptException {
    if (!Sha256.hex(bytes).equals(sha256)) {
      throw new ObjectCorruptException(name, "its checksum is not " + sha256);
    }
    SealedJson.check(name, bytes);
    try {
      var fields = new JsonFields(MAPPER.readTree(bytes));
      if (fields.number("format") != FORMAT) {
        throw new IOException("expected format 1, found " + fields.number("format"));
      }
      return new Listed(
          new ImageRef(
              fields.number("n"),
              fields.text("digest"),
              fields.number("bytes"),
              Math.toIntExact(fields.number("chunk_bytes")),
              fields.texts("chunks")),
          fields.number("created_at_ms"));
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new ObjectCorruptException(name, "it is no list of an image: " + e.getMessage(), e);
    }
  }
}
