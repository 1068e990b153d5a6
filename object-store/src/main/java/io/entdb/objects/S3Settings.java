package io.entdb.objects;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the objects are. Credentials come from the AWS default chain, never from here.
 *
 * @param bucket exists already
 * @param prefix put before every name; empty, or ending in a slash
 * @param endpoint another server than AWS
 * @param region empty = from the environment as the AWS SDK does it
 * @param pathStyle bucket in the path instead of the host name, as most other servers need
 * @param attempts how often a request is tried, 1 or more
 * @param attemptTimeout how long one try may take
 */
public record S3Settings(
    String bucket,
    String prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    int attempts,
    Duration attemptTimeout) {
  public S3Settings {
    if (bucket.isBlank() || attempts < 1 || !(prefix.isEmpty() || prefix.endsWith("/"))) {
      throw new IllegalArgumentException(
          "bucket '%s' must not be blank, attempts %d must be 1 or more, and prefix '%s' must end in '/'"
              .formatted(bucket, attempts, prefix));
    }
  }

  /** The usual: no prefix, 5 tries of at most 30 s, path style where an endpoint is given. */
  public static S3Settings of(String bucket, Optional<URI> endpoint, Optional<String> region) {
    return new S3Settings(
        bucket, "", endpoint, region, endpoint.isPresent(), 5, Duration.ofSeconds(30));
  }
}
