package io.entdb.service.settings;

import java.net.URI;
import java.util.Optional;

/** The bucket. Credentials come from the AWS default chain. */
public interface BucketSettings {
  /** {@code ENTDB_S3_BUCKET}: a bucket that exists; required. */
  Optional<String> bucket();

  /** {@code ENTDB_S3_ENDPOINT}: another server than AWS. */
  Optional<String> endpoint();

  /** {@code ENTDB_S3_REGION}. */
  Optional<String> region();

  /** The other server's address, once {@link SettingMistakes} found none. */
  default Optional<URI> address() {
    return endpoint().map(URI::create);
  }
}
