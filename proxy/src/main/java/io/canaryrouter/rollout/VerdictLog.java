package io.canaryrouter.rollout;

import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Evidence.Arm;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.judge.Verdict.Level;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line in the process's log for each change of the verdict's level, with its figures as fields
 * of the line; what is not known is left out.
 *
 * <p>Owned by the control thread.
 */
final class VerdictLog {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictLog.class);

  /** A judge begins with knowing nothing, which is no news. */
  private Level told = Level.INCONCLUSIVE;

  void tell(Verdict verdict) {
    if (verdict.level() == told) {
      return;
    }
    LoggingEventBuilder line =
        verdict.level().compareTo(Level.WARNING) >= 0 ? LOG.atWarn() : LOG.atInfo();
    line =
        line.addKeyValue("verdict", label(verdict.level()))
            .addKeyValue("verdict_before", label(told))
            .addKeyValue("reason", verdict.reason());
    if (verdict.evidence() != null) {
      line = figures(line, verdict.evidence());
    }
    line.log(
        "the verdict is {} ({}): {}", label(verdict.level()), verdict.reason(), verdict.sentence());
    told = verdict.level();
  }

  private static LoggingEventBuilder figures(LoggingEventBuilder line, Evidence evidence) {
    LoggingEventBuilder after = number(line, "evidence_log10", evidence.log10());
    after = number(after, "evidence_log10_needed", evidence.log10Needed());
    return arm(arm(after, "green_", evidence.green()), "blue_", evidence.blue());
  }

  private static LoggingEventBuilder arm(LoggingEventBuilder line, String stack, Arm arm) {
    LoggingEventBuilder after = line.addKeyValue(stack + "requests", arm.requests());
    after = count(after, stack + "affected", arm.affected());
    after = count(after, stack + "users", arm.users());
    after = count(after, stack + "verified_users", arm.verifiedUsers());
    after = number(after, stack + "p50_seconds", arm.latency().p50());
    after = number(after, stack + "p95_seconds", arm.latency().p95());
    return number(after, stack + "p99_seconds", arm.latency().p99());
  }

  private static LoggingEventBuilder count(LoggingEventBuilder line, String key, long count) {
    return count == Arm.UNKNOWN ? line : line.addKeyValue(key, count);
  }

  private static LoggingEventBuilder number(LoggingEventBuilder line, String key, double value) {
    return Double.isFinite(value) ? line.addKeyValue(key, value) : line;
  }

  private static String label(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
