package io.entdb.store;

import static io.entdb.store.Shop.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.record.Authority;
import io.entdb.model.record.ControlOperation.SetQuota;
import io.entdb.model.record.LogEntry;
import io.entdb.model.record.MonthlyUse;
import io.entdb.model.record.Operation;
import io.entdb.model.record.Outcome;
import io.entdb.model.record.Quota;
import io.entdb.model.record.RefusalCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a tenant may write in a month. */
class QuotaRulesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final long DAY_MS = 24L * 60 * 60 * 1000;

  @TempDir Path folder;
  private final Records records = new Records(ACME, 1);
  private TenantStore store;

  @BeforeEach
  void open() throws Exception {
    store = TenantStore.open(folder.resolve("acme.db"), ACME, StoreSettings.DEFAULT);
    store.apply(List.of(records.opening(Shop.SCHEMA)));
  }

  @AfterEach
  void digestsAgreeWithTheRows() throws Exception {
    assertThat(store.recomputeDigest()).isEqualTo(store.state().digest());
    store.close();
  }

  @Test
  void nothingIsCountedWithoutAQuota() throws Exception {
    write("n1");
    assertThat(used()).isZero();
  }

  @Test
  void aHardQuotaEndsWithTheMonth() throws Exception {
    limit(new Quota(2, true, 0, 0, 0, 0));
    assertThat(write("n1")).isInstanceOf(Outcome.Applied.class);
    assertThat(write("n2")).isInstanceOf(Outcome.Applied.class);
    Outcome third = write("n3");
    assertThat(third).isInstanceOf(Outcome.Refused.class);
    var refused = (Outcome.Refused) third;
    assertThat(refused.code()).isEqualTo(RefusalCode.QUOTA_EXCEEDED);
    assertThat(Long.parseLong(refused.details().getOrDefault("retry_after_ms", "0")))
        .isBetween(1L, 31 * DAY_MS);
    records.later(31 * DAY_MS);
    assertThat(write("n3")).isInstanceOf(Outcome.Applied.class);
    assertThat(used()).isEqualTo(1);
  }

  @Test
  void aSoftQuotaCountsOnly() throws Exception {
    limit(new Quota(1, false, 0, 0, 0, 0));
    write("n1");
    write("n2");
    assertThat(used()).isEqualTo(2);
  }

  @Test
  void aRefusedPlanCountsNothing() throws Exception {
    limit(new Quota(5, true, 0, 0, 0, 0));
    write("n1");
    write("n1");
    assertThat(used()).isEqualTo(1);
  }

  @Test
  void onlyTheSystemSetsQuotas() throws Exception {
    Outcome outcome = apply(records.plan(new SetQuota(Quota.UNLIMITED)));
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void monthsAreThoseOfTheCalendarInUtc() {
    MonthlyUse december =
        MonthlyUse.ofSetting(null, Instant.parse("2026-12-31T23:59:59.999Z").toEpochMilli());
    assertThat(Instant.ofEpochMilli(december.startMs())).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(Instant.ofEpochMilli(december.endMs())).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(MonthlyUse.ofSetting(december.plus(3).toSetting(), december.endMs() - 1).writes())
        .isEqualTo(3);
    assertThat(MonthlyUse.ofSetting(december.plus(3).toSetting(), december.endMs()).writes())
        .isZero();
  }

  private void limit(Quota quota) throws Exception {
    Outcome outcome =
        apply(
            records.entry(
                Principal.INTERNAL,
                new Authority.Privileged(),
                "quota",
                List.of(new SetQuota(quota))));
    assertThat(outcome).isInstanceOf(Outcome.Applied.class);
  }

  private Outcome write(String id) throws Exception {
    Operation operation = person(id, id);
    return apply(records.plan(operation));
  }

  private Outcome apply(LogEntry entry) throws Exception {
    return store.apply(List.of(entry)).getFirst().outcome();
  }

  private long used() throws StoreException {
    long now = store.state().tenantTime();
    return store.read(Viewer.INTERNAL, reader -> reader.use(now)).writes();
  }
}
