package io.entdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.ApiKey;
import io.entdb.model.Principal;
import io.entdb.model.Scope;
import io.entdb.model.SecretHash;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How API keys come, change and go in the directory. */
class ApiKeyRulesTest {
  private static final String ID = "abcdefghijklmnop";
  private static final Principal OPERATOR = new Principal("admin:operator");

  @TempDir Path folder;
  private final Records records = new Records(TenantId.SYSTEM, 0);
  private TenantStore store;
  private int keys;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("system.db"), TenantId.SYSTEM, StoreSettings.DEFAULT);
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    store.close();
  }

  @Test
  void aSecretOpensFromCreationToExpiry() throws Exception {
    apply(new Operation.CreateApiKey(key("first", 5_000)));

    assertThat(entry().opens("first", 4_999)).isTrue();
    assertThat(entry().opens("first", 5_000)).isFalse();
    assertThat(entry().opens("second", 1)).isFalse();
  }

  @Test
  void aFormerSecretOpensForTheOverlapOnly() throws Exception {
    apply(new Operation.CreateApiKey(key("first", 0)));
    apply(new Operation.RotateApiKey(ID, SecretHash.of("second"), Duration.ofHours(1).toMillis()));
    long rotated = store.state().tenantTime();

    assertThat(entry().opens("second", rotated)).isTrue();
    assertThat(entry().opens("first", rotated + Duration.ofMinutes(59).toMillis())).isTrue();
    assertThat(entry().opens("first", rotated + Duration.ofHours(1).toMillis())).isFalse();

    apply(new Operation.RotateApiKey(ID, SecretHash.of("third"), 0));
    assertThat(entry().opens("first", rotated)).isFalse();
    assertThat(entry().opens("second", store.state().tenantTime())).isFalse();
  }

  @Test
  void aRevokedKeyOpensNothingAndStaysRevoked() throws Exception {
    apply(new Operation.CreateApiKey(key("first", 0)));
    apply(new Operation.RotateApiKey(ID, SecretHash.of("second"), 1_000));
    apply(new Operation.RevokeApiKey(ID));

    assertThat(entry().opens("first", 1)).isFalse();
    assertThat(entry().opens("second", 1)).isFalse();
    assertThat(refused(new Operation.RotateApiKey(ID, SecretHash.of("x"), 0)))
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    assertThat(apply(new Operation.RevokeApiKey(ID))).isInstanceOf(Outcome.Applied.class);
  }

  @Test
  void onePlanMayMakeAndRotateAKey() throws Exception {
    apply(
        new Operation.CreateApiKey(key("first", 0)),
        new Operation.RotateApiKey(ID, SecretHash.of("second"), 0));

    assertThat(entry().opens("second", 1)).isTrue();
    assertThat(entry().opens("first", store.state().tenantTime())).isFalse();
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    apply(new Operation.CreateApiKey(key("first", 0)));

    assertThat(refused(new Operation.CreateApiKey(key("other", 0))))
        .isEqualTo(RefusalCode.ALREADY_EXISTS);
    assertThat(refused(new Operation.RevokeApiKey("ponmlkjihgfedcba")))
        .isEqualTo(RefusalCode.NOT_FOUND);
    assertThat(refused(new Operation.RotateApiKey(ID, SecretHash.of("x"), -1)))
        .isEqualTo(RefusalCode.VALIDATION_ERROR);
    var outcome =
        store
            .apply(
                List.of(
                    records.entry(
                        Records.ALICE,
                        new Authority.Member(),
                        "alice",
                        List.of(new Operation.RevokeApiKey(ID)))))
            .getFirst()
            .outcome();
    assertThat(((Outcome.Refused) outcome).code()).isEqualTo(RefusalCode.FORBIDDEN);
    assertThat(entry().opens("first", 1)).isTrue();
  }

  private static ApiKey key(String secret, long expiresAt) {
    return new ApiKey(
        ID,
        "test",
        new Principal("service:test"),
        SecretHash.of(secret),
        Set.of(Scope.READ),
        Set.of(),
        Set.of(),
        expiresAt);
  }

  private ApiKeyEntry entry() throws Exception {
    return store.read(Viewer.INTERNAL, reader -> reader.apiKey(ID)).orElseThrow();
  }

  private RefusalCode refused(Operation operation) throws Exception {
    return ((Outcome.Refused) apply(operation)).code();
  }

  private Outcome apply(Operation... operations) throws Exception {
    return store
        .apply(
            List.of(
                records.entry(
                    OPERATOR, new Authority.Privileged(), "k" + keys++, List.of(operations))))
        .getFirst()
        .outcome();
  }
}
