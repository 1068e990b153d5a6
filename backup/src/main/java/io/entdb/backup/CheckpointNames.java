package io.entdb.backup;

import io.entdb.model.TenantId;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the objects under {@code checkpoints/}. */
final class CheckpointNames {
  static final String ALL_MANIFESTS = "checkpoints/p=";

  private static final Pattern MANIFEST =
      Pattern.compile("checkpoints/p=(0|[1-9]\\d{0,8})/(\\d{20})\\.json");

  private CheckpointNames() {}

  static String manifests(int partition) {
    return ALL_MANIFESTS + partition + "/";
  }

  static ObjectName manifest(int partition, long n) {
    return new ObjectName("%s%020d.json".formatted(manifests(partition), n));
  }

  /** The partition of a manifest, by its name. */
  static int partitionOf(ObjectName manifest) throws ObjectCorruptException {
    return Integer.parseInt(parse(manifest).group(1));
  }

  /** The position of a manifest, by its name. */
  static long nOf(ObjectName manifest) throws ObjectCorruptException {
    try {
      return Long.parseLong(parse(manifest).group(2));
    } catch (NumberFormatException e) {
      throw new ObjectCorruptException(manifest, "its name is no position", e);
    }
  }

  private static Matcher parse(ObjectName manifest) throws ObjectCorruptException {
    Matcher matcher = MANIFEST.matcher(manifest.value());
    if (!matcher.matches()) {
      throw new ObjectCorruptException(manifest, "it stands among checkpoints, but is none");
    }
    return matcher;
  }

  static String chunks(TenantId tenant) {
    return "checkpoints/chunks/" + tenant + "/";
  }

  static ObjectName chunk(TenantId tenant, String chunk) {
    return new ObjectName(chunks(tenant) + chunk);
  }
}
