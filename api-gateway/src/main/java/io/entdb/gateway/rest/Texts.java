package io.entdb.gateway.rest;

import io.entdb.gateway.api.ApiException;
import io.entdb.model.Quoted;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Values of query parameters. Empty counts as left out. */
final class Texts {
  private Texts() {}

  static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  /** A whole number in a range; empty when left out. */
  static OptionalInt number(String name, @Nullable String text, int min, int max) {
    if (text == null || text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message below.
    }
    throw ApiException.invalidRequest(
        name + ": " + Quoted.of(text) + " is not a whole number from " + min + " to " + max);
  }

  /** A whole number that must be there. */
  static int required(String name, @Nullable String text, int min, int max) {
    return number(name, text, min, max)
        .orElseThrow(() -> ApiException.invalidRequest(name + ": is required"));
  }

  /** A text that must be there. */
  static String required(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw ApiException.invalidRequest(name + ": is required");
    }
    return text;
  }

  /** {@code true} or {@code false}; false when left out. */
  static boolean flag(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return false;
    }
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw ApiException.invalidRequest(
              name + ": " + Quoted.of(text) + " is neither true nor false");
    };
  }
}
