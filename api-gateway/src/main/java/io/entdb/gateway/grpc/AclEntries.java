package io.entdb.gateway.grpc;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.GrantForm;
import io.entdb.grpc.v1.AclEntry;
import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Grants as messages. */
final class AclEntries {
  private AclEntries() {}

  /** The ACL of a new node; empty = the client says nothing. */
  static Optional<List<Grant>> read(String path, List<AclEntry> entries) {
    if (entries.size() > Limits.GRANTS_MAX) {
      throw ApiException.validation(path + " has more than " + Limits.GRANTS_MAX + " entries");
    }
    var grants = new ArrayList<Grant>(entries.size());
    for (AclEntry entry : entries) {
      grants.add(read(path, entry));
    }
    return grants.isEmpty() ? Optional.empty() : Optional.of(grants);
  }

  private static Grant read(String path, AclEntry entry) {
    String principal = entry.getGrantee().isEmpty() ? entry.getPrincipal() : entry.getGrantee();
    return new GrantForm(
            principal,
            entry.getPermission(),
            entry.getCoreCapsValueList(),
            entry.getExtCapIdsList(),
            entry.getExpiresAt())
        .read(path);
  }

  static AclEntry write(Grant grant) {
    var entry =
        AclEntry.newBuilder()
            .setPrincipal(grant.principal().value())
            .setGrantee(grant.principal().value())
            .setPermission(grant.word())
            .addAllExtCapIds(grant.extCapIds())
            .setExpiresAt(grant.expiresAt());
    Arrays.stream(CoreCapability.values())
        .filter(capability -> (grant.coreCaps() & capability.bit()) != 0)
        .forEach(capability -> entry.addCoreCapsValue(capability.number()));
    return entry.build();
  }
}
