package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the objects under {@code snapshots/}. */
final class SnapshotNames {
  static final String ALL = "snapshots/";

  private static final Pattern MANIFEST =
      Pattern.compile("snapshots/([A-Za-z0-9_-]+)/(snap_\\d{20})/manifest\\.json");

  private SnapshotNames() {}

  static String folder(TenantId tenant) {
    return ALL + tenant + "/";
  }

  /** Manifests sort by position; chunks come before them. */
  static String manifests(TenantId tenant) {
    return folder(tenant) + "snap_";
  }

  static ObjectName manifest(TenantId tenant, SnapshotId id) {
    return new ObjectName(folder(tenant) + id + "/manifest.json");
  }

  /** Empty = the name of something else. */
  static Optional<SnapshotId> idOf(ObjectName name) {
    Matcher matcher = MANIFEST.matcher(name.value());
    return matcher.matches() ? SnapshotId.parse(matcher.group(2)) : Optional.empty();
  }

  static String chunks(TenantId tenant) {
    return folder(tenant) + "chunks/";
  }
}
