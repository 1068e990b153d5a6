package io.entdb.gateway.admission;

/** Why a credential was not taken. The words are a label of the metric. */
public enum RefusedCredential {
  MISSING("a credential is required: Authorization: Bearer, X-API-Key, or a client certificate"),
  MALFORMED("the credential cannot be read"),
  UNKNOWN("the credential is not valid"),
  EXPIRED("the credential has expired or was revoked"),
  NOT_TAKEN("this kind of credential is not taken here"),
  WRONG_ACTOR("the credential does not allow to act for this actor"),
  WRONG_TENANT("the credential does not count in this tenant"),
  WRONG_SCOPE("the credential lacks the scope for this");

  private final String text;

  RefusedCredential(String text) {
    this.text = text;
  }

  /** What the client is told: enough to mend it, nothing to guess by. */
  String text() {
    return text;
  }
}
