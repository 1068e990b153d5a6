package io.entdb.model;

/** The client's name for a request, 1 to 256 characters without control characters. */
public record IdempotencyKey(String value) {
  public IdempotencyKey {
    if (value.isEmpty()
        || value.length() > Limits.IDEMPOTENCY_KEY_CHARS_MAX
        || Quoted.hasUnsafeCharacters(value)) {
      throw new InvalidException(
          "idempotency key "
              + Quoted.of(value)
              + " is not 1 to 256 characters without control characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
