package io.entdb.gateway.commit;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.CoreCapability;
import io.entdb.model.Grant;
import io.entdb.model.InvalidException;
import io.entdb.model.Principal;
import java.util.Arrays;
import java.util.List;

/**
 * A grant as a client wrote it.
 *
 * @param permission counts where no capability is given; empty = read
 * @param coreCaps numbers of core capabilities; 0 means none
 * @param expiresAt unix ms; 0 = never
 */
public record GrantForm(
    String principal,
    String permission,
    List<Integer> coreCaps,
    List<Integer> extCapIds,
    long expiresAt) {
  public GrantForm {
    coreCaps = List.copyOf(coreCaps);
    extCapIds = List.copyOf(extCapIds);
  }

  /**
   * The grant.
   *
   * @param path names it in messages
   * @throws ApiException when it is none
   */
  public Grant read(String path) {
    if (principal.isEmpty()) {
      throw ApiException.validation(path + ": principal is required");
    }
    try {
      Principal who = Principal.parse(principal);
      int caps = coreCaps.stream().mapToInt(GrantForm::bit).reduce(0, (a, b) -> a | b);
      boolean typed = caps != 0 || !extCapIds.isEmpty();
      return typed && !permission.equals("deny")
          ? new Grant(who, caps, extCapIds, expiresAt, false)
          : Grant.ofWord(who, permission.isEmpty() ? "read" : permission, expiresAt);
    } catch (InvalidException e) {
      throw ApiException.validation(path + ": " + e.getMessage());
    }
  }

  private static int bit(int number) {
    return number == 0
        ? 0
        : Arrays.stream(CoreCapability.values())
            .filter(capability -> capability.number() == number)
            .findFirst()
            .orElseThrow(() -> new InvalidException(number + " is no core capability"))
            .bit();
  }
}
