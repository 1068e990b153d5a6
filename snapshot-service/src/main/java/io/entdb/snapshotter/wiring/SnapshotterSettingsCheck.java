package io.entdb.snapshotter.wiring;

import io.entdb.model.ListenAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds every mistake in the settings, so that nobody has to find them one start at a time. */
final class SnapshotterSettingsCheck {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private SnapshotterSettingsCheck() {}

  /** One sentence for each mistake, naming the variable; empty when there is none. */
  static List<String> mistakes(SnapshotterSettings settings) {
    var mistakes = new ArrayList<String>();
    ListenAddress.mistake(settings.host(), settings.auth().mode()).ifPresent(mistakes::add);
    bucket(settings.s3().bucket()).ifPresent(mistakes::add);
    settings.s3().endpoint().flatMap(endpoint -> endpoint(endpoint)).ifPresent(mistakes::add);
    protection(settings.s3()).ifPresent(mistakes::add);
    SnapshotterSettings.Snapshot snapshot = settings.snapshot();
    if (snapshot.instances() < 1) {
      mistakes.add(
          "ENTDB_SNAPSHOT_INSTANCES %d: expected 1 or more".formatted(snapshot.instances()));
    } else if (snapshot.instance() < 0 || snapshot.instance() >= snapshot.instances()) {
      mistakes.add(
          "ENTDB_SNAPSHOT_INSTANCE %d: expected 0 to %d"
              .formatted(snapshot.instance(), snapshot.instances() - 1));
    }
    return mistakes;
  }

  private static Optional<String> protection(SnapshotterSettings.S3 s3) {
    try {
      s3.protection();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> bucket(Optional<String> bucket) {
    if (bucket.isEmpty()) {
      return Optional.of("ENTDB_S3_BUCKET is missing: expected the name of a bucket");
    }
    if (!BUCKET.matcher(bucket.get()).matches()) {
      return Optional.of("ENTDB_S3_BUCKET '%s' is no name of a bucket".formatted(bucket.get()));
    }
    return Optional.empty();
  }

  private static Optional<String> endpoint(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      String scheme = uri.getScheme();
      if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      // The sentence below says what was expected instead.
    }
    return Optional.of(
        "ENTDB_S3_ENDPOINT '%s': expected an address like https://host:port".formatted(endpoint));
  }
}
