package io.entdb.benchmarks.service;

import java.util.concurrent.ThreadLocalRandom;

/** A node's data: six fields, of which the e-mail address is unique and the score indexed. */
record Account(String email, long score, String name, String about, boolean active, long joined) {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  static Account random() {
    var random = ThreadLocalRandom.current();
    return new Account(
        letters(24) + "@example.com",
        random.nextInt(100_000),
        letters(16),
        letters(80),
        random.nextBoolean(),
        System.currentTimeMillis());
  }

  /** The payload; every text is of letters, so nothing needs escaping. */
  String json() {
    return "{\"email\":\"%s\",\"score\":%d,\"name\":\"%s\",\"about\":\"%s\",\"active\":%b,\"joined\":%d}"
        .formatted(email, score, name, about, active, joined);
  }

  static String letters(int count) {
    var random = ThreadLocalRandom.current();
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
