package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.commit.GrantForm;
import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.Limits;
import io.entdb.model.Principal;
import io.entdb.model.Quoted;
import io.entdb.model.json.JsonValue;
import io.entdb.model.json.ObjectReader;
import io.entdb.model.json.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Grants as clients write and read them. */
final class Grants {
  private Grants() {}

  /** The ACL of an operation, from {@code acl} or {@code principals}; empty = it says nothing. */
  static Optional<List<Grant>> read(ObjectReader in) {
    if (in.has("acl") && in.has("principals")) {
      in.problem("acl", "stands beside principals; give one of them");
    }
    List<String> principals = in.texts("principals");
    var grants = new ArrayList<Grant>();
    in.each("acl", (path, item) -> grants.add(grant(path, item)));
    principals.forEach(
        principal -> grants.add(Grant.read(principal(in.path("principals"), principal))));
    if (grants.size() > Limits.GRANTS_MAX) {
      in.problem("acl", "has more than " + Limits.GRANTS_MAX + " entries");
    }
    boolean given = in.take("acl").isPresent() || in.take("principals").isPresent();
    return given ? Optional.of(grants) : Optional.empty();
  }

  private static Grant grant(String path, JsonValue item) {
    var in = new ObjectReader(path, item, Problems.THROW);
    Grant grant = grant(in, path);
    in.end();
    return grant;
  }

  /** The grant that an object's members are; others are left for the caller. */
  static Grant grant(ObjectReader in, String path) {
    return new GrantForm(
            in.requiredText("principal"),
            in.text("permission").orElse(""),
            in.ids("core_caps"),
            in.ids("ext_cap_ids"),
            in.number("expires_at", 0, Long.MAX_VALUE).orElse(0))
        .read(path);
  }

  /** A user, named bare or as a principal. */
  static Principal user(String path, String text) {
    Principal user = principal(path, text);
    if (!user.kind().equals("user")) {
      throw ApiException.validation(path + ": expected a user, not " + Quoted.of(text));
    }
    return user;
  }

  static Principal principal(String path, String text) {
    try {
      return Principal.parse(text);
    } catch (InvalidException e) {
      throw ApiException.validation(path + ": " + e.getMessage());
    }
  }

  static JsonValue write(List<Grant> grants) {
    return new JsonValue.Arr(List.copyOf(grants.stream().map(Grants::write).toList()));
  }

  private static JsonValue write(Grant grant) {
    var members = new TreeMap<String, JsonValue>();
    members.put("principal", new JsonValue.Text(grant.principal().value()));
    members.put("permission", new JsonValue.Text(grant.word()));
    if (!grant.deny()) {
      List<JsonValue.Num> caps =
          Arrays.stream(CoreCapability.values())
              .filter(capability -> (grant.coreCaps() & capability.bit()) != 0)
              .map(capability -> JsonValue.Num.of(capability.number()))
              .toList();
      members.put("core_caps", new JsonValue.Arr(List.copyOf(caps)));
    }
    if (!grant.extCapIds().isEmpty()) {
      members.put(
          "ext_cap_ids",
          new JsonValue.Arr(
              List.copyOf(grant.extCapIds().stream().map(JsonValue.Num::of).toList())));
    }
    if (grant.expiresAt() != 0) {
      members.put("expires_at", JsonValue.Num.of(grant.expiresAt()));
    }
    return JsonValue.Obj.of(members);
  }
}
