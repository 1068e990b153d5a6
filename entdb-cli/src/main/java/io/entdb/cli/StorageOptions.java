package io.entdb.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a system keeps its objects. */
final class StorageOptions {
  @Option(
      names = "--bucket",
      defaultValue = "${env:ENTDB_S3_BUCKET}",
      description = "The system's bucket; otherwise from ENTDB_S3_BUCKET.")
  private String bucket = "";

  @Option(
      names = {"--endpoint", "--s3-endpoint"},
      defaultValue = "${env:ENTDB_S3_ENDPOINT}",
      description = "An S3 server other than AWS; otherwise from ENTDB_S3_ENDPOINT.")
  private String endpoint = "";

  @Option(
      names = "--region",
      defaultValue = "${env:AWS_REGION}",
      description = "The bucket's region; otherwise from AWS_REGION.")
  private String region = "";

  Optional<String> bucket() {
    return present(bucket);
  }

  Optional<String> endpoint() {
    return present(endpoint);
  }

  Optional<String> region() {
    return present(region);
  }

  @SuppressWarnings("NullAway") // Picocli sets null where neither option nor variable is given.
  private static Optional<String> present(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
