package io.entdb.archiver.wiring;

import io.entdb.service.settings.SettingMistakes;
import java.util.List;
import java.util.regex.Pattern;

/** Finds every mistake in the settings, so that nobody has to find them one start at a time. */
final class ArchiverSettingsCheck {
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private ArchiverSettingsCheck() {}

  /** One sentence for each mistake, naming the variable; empty when there is none. */
  static List<String> mistakes(ArchiverSettings settings) {
    var mistakes = new SettingMistakes();
    mistakes.checkListening(settings.host(), settings.auth().mode());
    mistakes.checkBrokers(settings.kafka().brokers());
    if (!TOPIC.matcher(settings.wal().topic()).matches()) {
      mistakes.add("ENTDB_WAL_TOPIC '%s' is no name of a topic".formatted(settings.wal().topic()));
    }
    mistakes.checkBucket(settings.s3());
    return mistakes.sentences();
  }
}
