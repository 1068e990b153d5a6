package io.entdb.model.record;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant did in a UTC calendar month. Counted only while a quota is set.
 *
 * @param month counted from year 0
 */
public record MonthlyUse(long month, long writes) {
  /** Under which name a tenant keeps the count. */
  public static final String SETTING = "writes";

  /** The count in the month of a time, from the setting's value. */
  public static MonthlyUse ofSetting(@Nullable String value, long time) {
    long month = monthOf(time);
    if (value != null) {
      int comma = value.indexOf(',');
      if (Long.parseLong(value.substring(0, comma)) == month) {
        return new MonthlyUse(month, Long.parseLong(value.substring(comma + 1)));
      }
    }
    return new MonthlyUse(month, 0);
  }

  /** The value of the setting. */
  public String toSetting() {
    return month + "," + writes;
  }

  public MonthlyUse plus(long more) {
    return new MonthlyUse(month, writes + more);
  }

  /** Unix ms at which the month begins. */
  public long startMs() {
    return startOf(month);
  }

  /** Unix ms at which the next month begins. */
  public long endMs() {
    return startOf(month + 1);
  }

  private static long monthOf(long time) {
    YearMonth month = YearMonth.from(Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC));
    return month.getYear() * 12L + month.getMonthValue() - 1;
  }

  private static long startOf(long month) {
    return YearMonth.of((int) (month / 12), (int) (month % 12) + 1)
        .atDay(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .toEpochMilli();
  }
}
