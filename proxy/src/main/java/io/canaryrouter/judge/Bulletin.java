package io.canaryrouter.judge;

import io.canaryrouter.judge.Verdict.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of green as long as nothing has been decided about it: the most urgent warning, or
 * that all is well, or what is still needed to say so. Owned by the control thread.
 */
final class Bulletin {
  private static final String BLUE_GONE = "blue_gone";

  private final Outage outage;
  private final HurtUsers hurt;
  private final Slowness slowness;
  private final SharedFault shared;
  private final Refuge refuge;
  private final RecentTraffic recent;
  private final Linger linger = new Linger();

  Bulletin(
      Outage outage,
      HurtUsers hurt,
      Slowness slowness,
      SharedFault shared,
      Refuge refuge,
      RecentTraffic recent) {
    this.outage = outage;
    this.hurt = hurt;
    this.slowness = slowness;
    this.shared = shared;
    this.refuge = refuge;
    this.recent = recent;
  }

  void restart() {
    linger.restart();
  }

  /** Remembers a warning; nobody needs to ask for it. */
  void tick(long nowNanos) {
    Verdict warning = warning();
    if (warning != null) {
      linger.note(nowNanos, warning);
    }
  }

  /**
   * What holds now.
   *
   * @param isLossy whether samples were lost within the last minute
   */
  Verdict verdict(long nowNanos, boolean isLossy) {
    Verdict warning = warning();
    return linger.after(nowNanos, warning == null ? quiet(isLossy) : warning);
  }

  private @Nullable Verdict warning() {
    if (refuge.isGone()) {
      String sentence =
          "blue has no healthy instance and answers nobody: failing over would not help";
      return new Verdict(Level.WARNING, BLUE_GONE, sentence);
    }
    if (shared.isShared()) {
      String sentence = shared.sentence() + "; failing over would not help";
      return new Verdict(Level.WARNING, SharedFault.NAME, sentence, shared.evidence());
    }
    AffectedUsers worst = hurt.worst();
    CriterionStatus slowest = slowness.worst().status();
    if (worst.ruling() != Ruling.NONE) {
      return verdict(worst, Level.WARNING);
    }
    return slowest.level() == Level.WARNING ? slowest.verdict(Level.WARNING) : null;
  }

  /** What is to be said when there is nothing to warn of. */
  private Verdict quiet(boolean isLossy) {
    CriterionStatus probes = outage.probes();
    if (probes.level() != Level.OK) {
      return ofProbes(probes);
    }
    if (isLossy) {
      return new Verdict(Level.INCONCLUSIVE, "lost", "samples were lost within the last minute");
    }
    CriterionStatus slowest = slowness.worst().status();
    Level level = hurt.errors().level(outage.green());
    return level == Level.OK && slowest.level() == Level.INCONCLUSIVE
        ? slowest.verdict(Level.INCONCLUSIVE)
        : verdict(hurt.errors(), level);
  }

  /** They warn while they fail and no longer: a restart of green is no reason to wait. */
  private static Verdict ofProbes(CriterionStatus probes) {
    boolean isUnknown = probes.level() == Level.INCONCLUSIVE;
    return new Verdict(
        isUnknown ? Level.INCONCLUSIVE : Level.WARNING, probes.criterion(), probes.sentence());
  }

  private Verdict verdict(AffectedUsers users, Level level) {
    String sentence =
        level == Level.INCONCLUSIVE
            ? users.criterion() + ": " + missing()
            : users.sentence(outage.green());
    return new Verdict(level, users.criterion(), sentence, users.evidence());
  }

  private String missing() {
    AffectedUsers errors = hurt.errors();
    return Outlook.missing(errors, outage.green(), errors.greenRequests(), recent.perMinute());
  }

  /** What each criterion says by itself. */
  List<CriterionStatus> criteria() {
    String missing = missing();
    List<CriterionStatus> criteria = new ArrayList<>(outage.criteria());
    hurt.all().forEach(users -> criteria.add(users.status(outage.green(), missing)));
    criteria.addAll(slowness.criteria());
    return criteria;
  }
}
