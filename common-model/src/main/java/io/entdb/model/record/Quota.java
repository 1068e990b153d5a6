package io.entdb.model.record;

import io.entdb.model.InvalidException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much a tenant may do. 0 = as much as it likes.
 *
 * @param maxWritesPerMonth operations of clients in a UTC calendar month of tenant time
 * @param hardEnforce whether plans beyond that are refused, or only counted
 * @param maxRpsSustained requests a second, like those below: kept here, applied by gateways
 */
public record Quota(
    long maxWritesPerMonth,
    boolean hardEnforce,
    int maxRpsSustained,
    int maxRpsBurst,
    int maxRpsPerUserSustained,
    int maxRpsPerUserBurst) {
  /** A tenant that nobody limits. */
  public static final Quota UNLIMITED = new Quota(0, false, 0, 0, 0, 0);

  /** Under which name a tenant keeps its quota; one without the setting is unlimited. */
  public static final String SETTING = "quota";

  public Quota {
    if (maxWritesPerMonth < 0
        || maxRpsSustained < 0
        || maxRpsBurst < 0
        || maxRpsPerUserSustained < 0
        || maxRpsPerUserBurst < 0) {
      throw new InvalidException("a quota has no negative numbers; 0 means unlimited");
    }
  }

  /** The value of the setting. */
  public String toSetting() {
    return maxWritesPerMonth
        + ","
        + (hardEnforce ? 1 : 0)
        + ","
        + maxRpsSustained
        + ","
        + maxRpsBurst
        + ","
        + maxRpsPerUserSustained
        + ","
        + maxRpsPerUserBurst;
  }

  /** The quota that the setting's value says. */
  public static Quota ofSetting(@Nullable String value) {
    if (value == null) {
      return UNLIMITED;
    }
    long[] numbers = Arrays.stream(value.split(",", -1)).mapToLong(Long::parseLong).toArray();
    return new Quota(
        numbers[0],
        numbers[1] != 0,
        (int) numbers[2],
        (int) numbers[3],
        (int) numbers[4],
        (int) numbers[5]);
  }
}
