package io.entdb.store.rules;

import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.MonthlyUse;
import io.entdb.model.record.Quota;
import io.entdb.model.record.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules version 1 for how much a tenant may do in a month. */
final class QuotaRulesV1 {
  private final PlanContext context;
  private final List<Change> changes = new ArrayList<>();

  QuotaRulesV1(PlanContext context) {
    this.context = context;
  }

  List<Change> changes() {
    return changes;
  }

  void set(ControlOperation.SetQuota op) throws Refusal {
    if (!context.access().privileged()) {
      throw new Refusal(
          RefusalCode.FORBIDDEN, "setting a quota requires a system: or admin: actor");
    }
    @Nullable String before = context.view().setting(Quota.SETTING);
    changes.removeIf(change -> change instanceof Change.OfSetting);
    changes.add(new Change.OfSetting(Quota.SETTING, before, op.quota().toSetting()));
  }

  /** Counts what a plan did, or refuses what is too much. A tenant without quota costs nothing. */
  void count(int operations) throws Refusal {
    Quota quota = Quota.ofSetting(context.view().setting(Quota.SETTING));
    if (operations == 0 || quota.maxWritesPerMonth() == 0) {
      return;
    }
    @Nullable String before = context.view().setting(MonthlyUse.SETTING);
    MonthlyUse use = MonthlyUse.ofSetting(before, context.time());
    if (quota.hardEnforce() && use.writes() + operations > quota.maxWritesPerMonth()) {
      throw new Refusal(
              RefusalCode.QUOTA_EXCEEDED,
              "tenant \""
                  + context.view().tenant()
                  + "\" may write "
                  + quota.maxWritesPerMonth()
                  + " operations a month, has written "
                  + use.writes()
                  + " and is asked for "
                  + operations
                  + " more")
          .with("max_writes_per_month", Long.toString(quota.maxWritesPerMonth()))
          .with("writes_used", Long.toString(use.writes()))
          .with("retry_after_ms", Long.toString(use.endMs() - context.time()));
    }
    changes.add(new Change.OfSetting(MonthlyUse.SETTING, before, use.plus(operations).toSetting()));
  }
}
