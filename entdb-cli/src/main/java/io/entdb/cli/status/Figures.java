package io.entdb.cli.status;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Numbers as people read them: three digits that count, and a unit. */
final class Figures {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Figures() {}

  /** A number with its unit: s, B, or none. */
  static String of(double value, String unit) {
    return switch (unit) {
      case "s" -> seconds(value);
      case "B" -> bytes(value);
      default -> count(value);
    };
  }

  static String seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    if (Double.isInfinite(seconds)) {
      return seconds > 0 ? "for ever" : "never";
    }
    double size = Math.abs(seconds);
    if (size == 0) {
      return "0 s";
    }
    if (size < 0.000_95) {
      return decimals(seconds * 1_000_000, 0) + " µs";
    }
    if (size < 0.95) {
      return decimals(seconds * 1_000, size < 0.009_5 ? 1 : 0) + " ms";
    }
    if (size < 120) {
      return decimals(seconds, 1) + " s";
    }
    Duration whole = Duration.ofSeconds((long) seconds);
    if (size < 7_200) {
      return whole.toMinutes() + " min";
    }
    return size < 172_800 ? whole.toHours() + " h" : whole.toDays() + " d";
  }

  static String bytes(double bytes) {
    double rest = bytes;
    int unit = 0;
    while (Math.abs(rest) >= 1_024 && unit < BYTES.length - 1) {
      rest /= 1_024;
      unit++;
    }
    return decimals(rest, unit == 0 ? 0 : 1) + " " + BYTES[unit];
  }

  static String count(double count) {
    return decimals(count, count == Math.rint(count) ? 0 : 1);
  }

  static String perSecond(double rate) {
    return decimals(rate, rate < 9.95 ? 1 : 0) + "/s";
  }

  private static String decimals(double number, int digits) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).setScale(digits, RoundingMode.HALF_UP).toPlainString()
        : Double.toString(number);
  }
}
