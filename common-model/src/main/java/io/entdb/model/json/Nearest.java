package io.entdb.model.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody who mistyped may have meant. */
public final class Nearest {
  private static final int ANSWERS_MAX = 3;

  /** Longer texts are nobody's typing mistake, and comparing them costs their product. */
  private static final int CHARS_MAX = 64;

  private Nearest() {}

  /** At most three of the names, nearest first, none that differs in more than a third. */
  public static List<String> to(String mistyped, Collection<String> names) {
    if (mistyped.length() > CHARS_MAX) {
      return List.of();
    }
    int far = Math.max(1, mistyped.length() / 3);
    return names.stream()
        .filter(name -> Math.abs(name.length() - mistyped.length()) <= far)
        .map(name -> new Candidate(name, distance(mistyped, name)))
        .filter(candidate -> candidate.distance <= far)
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(ANSWERS_MAX)
        .map(Candidate::name)
        .toList();
  }

  private record Candidate(String name, int distance) {}

  /** Damerau-Levenshtein distance with neighbours swapped as one step; case does not count. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
        best = Math.min(best, steps[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
      }
    }
    return steps[a.length()][b.length()];
  }
}
