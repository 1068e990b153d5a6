package io.entdb.service.settings;

import io.entdb.model.ListenAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects what is wrong with settings: one sentence each, naming what to set. */
public final class SettingMistakes {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern BROKER = Pattern.compile("[^\\s:,]+:[0-9]{1,5}");

  private final List<String> sentences = new ArrayList<>();

  /** All of them, in the order found; empty = none. */
  public List<String> sentences() {
    return List.copyOf(sentences);
  }

  public void add(String sentence) {
    sentences.add(sentence);
  }

  /** Listening for others than this machine takes authentication, or saying that there is none. */
  public void checkListening(String host, Optional<String> authMode) {
    ListenAddress.mistake(host, authMode).ifPresent(sentences::add);
  }

  public void checkBucket(BucketSettings settings) {
    Optional<String> bucket = settings.bucket().filter(name -> !name.isBlank());
    if (bucket.isEmpty()) {
      add("ENTDB_S3_BUCKET is missing: expected the name of a bucket");
    } else if (!BUCKET.matcher(bucket.get()).matches()) {
      add("ENTDB_S3_BUCKET '%s' is no name of a bucket".formatted(bucket.get()));
    }
    settings.endpoint().filter(it -> !isAddress(it)).ifPresent(this::addNoAddress);
    if (settings instanceof BackupBucketSettings backup) {
      try {
        backup.protection();
      } catch (IllegalArgumentException e) {
        add(String.valueOf(e.getMessage()));
      }
    }
  }

  private void addNoAddress(String endpoint) {
    add("ENTDB_S3_ENDPOINT '%s': expected an address like https://host:port".formatted(endpoint));
  }

  private static boolean isAddress(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      String scheme = uri.getScheme();
      return uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  public void checkBrokers(Optional<String> brokers) {
    if (brokers.isEmpty() || brokers.get().isBlank()) {
      add("ENTDB_KAFKA_BROKERS is missing: expected host:port, separated by commas");
      return;
    }
    for (String broker : brokers.get().split(",", -1)) {
      if (!BROKER.matcher(broker.strip()).matches()) {
        add("ENTDB_KAFKA_BROKERS has '%s': expected host:port".formatted(broker));
        return;
      }
    }
  }

  public void requirePositive(String key, long number) {
    if (number < 1) {
      add(key + " must be 1 or more, not " + number);
    }
  }

  public void requirePositive(String key, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      add(key + " must be longer than nothing, not " + duration);
    }
  }
}
