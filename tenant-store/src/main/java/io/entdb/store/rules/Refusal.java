package io.entdb.store.rules;

import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.util.TreeMap;

/** Ends the deciding of a plan: the whole plan is refused. Never leaves this package. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;
  private final TreeMap<String, String> details = new TreeMap<>();

  Refusal(RefusalCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  Refusal with(String name, String value) {
    details.put(name, value);
    return this;
  }

  Outcome.Refused at(int opIndex) {
    return new Outcome.Refused(code, String.valueOf(getMessage()), opIndex, details);
  }
}
