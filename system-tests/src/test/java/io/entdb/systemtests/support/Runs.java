package io.entdb.systemtests.support;

import java.util.SplittableRandom;

/** How much a run does, and with which numbers. */
public final class Runs {
  private static final boolean FULL = Boolean.getBoolean("entdb.full");

  private Runs() {}

  /** A count for everyday, and the one of {@code ./dev test --full}. */
  public static int count(int everyday, int full) {
    return FULL ? full : everyday;
  }

  /**
   * Random numbers; says with which seed they can be had again. Every day they are the same:
   * whether a change may be merged is not for luck to say. The full run draws new ones.
   */
  public static SplittableRandom random(Class<?> test) {
    long seed = Long.getLong("entdb.seed", FULL ? System.nanoTime() & 0xffff_ffffL : 1);
    say(test, "seed " + seed + "; -Dentdb.seed=" + seed + " draws the same");
    return new SplittableRandom(seed);
  }

  /** Tells whoever runs the tests a figure. */
  public static void say(Class<?> test, String text) {
    System.out.println(test.getSimpleName() + ": " + text);
  }
}
