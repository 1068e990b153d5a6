package io.entdb.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Objects in a bucket. Create-if-absent is {@code If-None-Match: *}, which S3 decides atomically.
 * The SHA-256 of every object travels as its checksum, for S3 to verify, and as metadata, for
 * readers to verify on servers that keep no checksums.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final String SHA256 = "entdb-sha256";

  private final S3Client s3;
  private final String bucket;
  private final String prefix;
  private final ObjectProtection protection;
  private final InstantSource clock;

  /**
   * A store on a client that its maker closes. The client's own retries and timeouts apply; see
   * {@link S3Clients}.
   *
   * @param prefix put before every name; empty, or ending in a slash
   */
  public S3ObjectStore(S3Client s3, String bucket, String prefix) {
    this(s3, bucket, prefix, ObjectProtection.NONE, InstantSource.system());
  }

  /**
   * The same, with what every object is written with.
   *
   * @param clock says until when a lock lasts
   */
  public S3ObjectStore(
      S3Client s3, String bucket, String prefix, ObjectProtection protection, InstantSource clock) {
    this.protection = protection;
    this.clock = clock;
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public boolean putIfAbsent(ObjectName name, byte[] bytes) throws ObjectStoreException {
    var content = new Content(bytes.length, Sha256.of(bytes), RequestBody.fromBytes(bytes));
    return putIfAbsent(name, content);
  }

  @Override
  public boolean putIfAbsent(ObjectName name, Path file) throws ObjectStoreException {
    try {
      var content = new Content(Files.size(file), Sha256.of(file), RequestBody.fromFile(file));
      return putIfAbsent(name, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " to store it as " + name, e);
    }
  }

  private boolean putIfAbsent(ObjectName name, Content content) throws ObjectStoreException {
    if (content.bytes > OBJECT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s has %d bytes, but one request takes %d"
              .formatted(name, content.bytes, OBJECT_BYTES_MAX));
    }
    var builder =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key(name))
            .ifNoneMatch("*")
            .checksumSHA256(Base64.getEncoder().encodeToString(content.sha256))
            .metadata(Map.of(SHA256, HexFormat.of().formatHex(content.sha256)));
    protect(builder);
    try {
      s3.putObject(builder.build(), content.body);
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 412) {
        return isThere(name, content);
      }
      throw unavailable("put", name, e);
    } catch (SdkException e) {
      // The request may have got through and only its answer got lost.
      try {
        if (isThere(name, content)) {
          return true;
        }
      } catch (ObjectStoreException stillAway) {
        e.addSuppressed(stillAway);
      }
      throw unavailable("put", name, e);
    }
  }

  private void protect(PutObjectRequest.Builder request) {
    protection
        .lock()
        .ifPresent(
            lock ->
                request
                    .objectLockMode(
                        switch (lock.mode()) {
                          case GOVERNANCE -> ObjectLockMode.GOVERNANCE;
                          case COMPLIANCE -> ObjectLockMode.COMPLIANCE;
                        })
                    .objectLockRetainUntilDate(clock.instant().plus(lock.duration())));
    protection
        .kmsKeyId()
        .ifPresent(
            key -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key));
  }

  /** Whether the object that stands under a name has this content, by its bytes. */
  private boolean isThere(ObjectName name, Content content) throws ObjectStoreException {
    Optional<ObjectEntry> there = head(name);
    if (there.isEmpty() || there.get().bytes() != content.bytes) {
      return false;
    }
    try (ResponseInputStream<GetObjectResponse> in =
        s3.getObject(request -> request.bucket(bucket).key(key(name)))) {
      return MessageDigest.isEqual(Sha256.of(in), content.sha256);
    } catch (NoSuchKeyException e) {
      return false;
    } catch (SdkException | IOException e) {
      throw unavailable("get", name, e);
    }
  }

  @Override
  public Optional<byte[]> get(ObjectName name) throws ObjectStoreException {
    try {
      ResponseBytes<GetObjectResponse> response =
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(key(name)));
      byte[] bytes = response.asByteArrayUnsafe();
      String promised = response.response().metadata().get(SHA256);
      String found = HexFormat.of().formatHex(Sha256.of(bytes));
      if (promised != null && !promised.equals(found)) {
        throw new ObjectCorruptException(
            name, "its SHA-256 is " + found + ", but it was written with " + promised);
      }
      return Optional.of(bytes);
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unavailable("get", name, e);
    }
  }

  @Override
  public Optional<byte[]> getRange(ObjectName name, long from, int length)
      throws ObjectStoreException {
    if (from < 0 || length < 1) {
      throw new IllegalArgumentException("no range of %d bytes at %d".formatted(length, from));
    }
    String range = "bytes=%d-%d".formatted(from, from + length - 1);
    try {
      return Optional.of(
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(key(name)).range(range))
              .asByteArrayUnsafe());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == 416) {
        return Optional.of(new byte[0]);
      }
      throw unavailable("get " + range + " of", name, e);
    } catch (SdkException e) {
      throw unavailable("get " + range + " of", name, e);
    }
  }

  @Override
  public Optional<ObjectEntry> head(ObjectName name) throws ObjectStoreException {
    try {
      HeadObjectResponse head = s3.headObject(request -> request.bucket(bucket).key(key(name)));
      return Optional.of(new ObjectEntry(name, head.contentLength(), head.lastModified()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unavailable("head", name, e);
    }
  }

  @Override
  public List<ObjectEntry> listPage(String namePrefix, String startAfter, int limit)
      throws ObjectStoreException {
    if (limit < 1 || limit > PAGE_ENTRIES_MAX) {
      throw new IllegalArgumentException("no page of " + limit + " entries");
    }
    try {
      ListObjectsV2Response page =
          s3.listObjectsV2(
              request -> {
                request.bucket(bucket).prefix(prefix + namePrefix).maxKeys(limit);
                if (!startAfter.isEmpty()) {
                  request.startAfter(prefix + startAfter);
                }
              });
      return page.contents().stream()
          .map(
              object ->
                  new ObjectEntry(
                      new ObjectName(object.key().substring(prefix.length())),
                      object.size(),
                      object.lastModified()))
          .toList();
    } catch (SdkException e) {
      throw unavailable("list", namePrefix, e);
    }
  }

  @Override
  public void delete(ObjectName name) throws ObjectStoreException {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(key(name)));
    } catch (SdkException e) {
      throw unavailable("delete", name, e);
    }
  }

  private String key(ObjectName name) {
    return prefix + name.value();
  }

  private ObjectStoreUnavailableException unavailable(String verb, Object name, Exception cause) {
    return new ObjectStoreUnavailableException(
        "cannot %s s3://%s/%s%s: %s".formatted(verb, bucket, prefix, name, cause.getMessage()),
        cause);
  }

  /** What is to be written. */
  @SuppressWarnings("ArrayRecordComponent") // Lives for one call; never compared.
  private record Content(long bytes, byte[] sha256, RequestBody body) {}
}
