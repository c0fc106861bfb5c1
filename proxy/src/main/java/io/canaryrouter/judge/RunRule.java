package io.canaryrouter.judge;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hard trip: notices within a few requests that green is down.
 *
 * <p>CRITICAL when green's last {@value #RUN} requests or more all failed by green's fault, either
 * every one of them refused, whoever asked, or from at least {@value #USERS} users; and blue has
 * meanwhile at least {@value #BLUE_SUCCESSES} successes and at least as many successes as failures.
 * It stays CRITICAL until {@link #start}.
 *
 * <p>"Meanwhile" is since the first failure of the run, and nothing before it: when an outage hits
 * both stacks at once, blue's good past says nothing. Two things make it prompt on small traffic
 * nevertheless: the rule is looked at after blue's requests as well as green's, so that blue's
 * third success trips it whenever it comes; and a request that blue answered in green's place is
 * one of blue's successes, so that refused connections prove their own case, even when green has
 * all the users. Failures that cannot be rescued need blue users of their own: with green at 100 %
 * this rule is blind to them.
 *
 * <p>Judged against blue ({@link #againstBlue}), the run must also be one that either stack, as it
 * usually is, would hardly have: r·ln(1/p) ≥ {@value #NATS} for r failures, where p is the larger
 * of the parts that failed of blue's last {@value FailureShare#SPAN} responses, and of green's
 * before the run. By chance that happens once in 2·10¹¹ requests. With a blue that fails in 20 % it
 * takes 17 in a row. That green counts as well makes a few accounts that happen to be on green, and
 * fail wherever they are, no outage.
 *
 * <p>Outcomes that the client or the router caused, tunnels, and requests that the hash did not
 * assign, count for neither side. Constant memory. Owned by the control thread.
 */
public final class RunRule implements Judge {
  /** Failures in a row that may trip. */
  static final int RUN = 5;

  /** Users that failures other than refusals must come from. */
  static final int USERS = 3;

  /** Blue's successes since the run began. */
  static final int BLUE_SUCCESSES = 3;

  /** Green requests below which all being well is no news. */
  static final int MIN_GREEN_REQUESTS = 100;

  /** For this long after a loss of samples nothing is concluded from silence. */
  static final long LOSS_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** The reasons with which it may trip. */
  public static final List<String> REASONS = List.of(GreenRun.REFUSED, GreenRun.CONSECUTIVE);

  /** Surprise, in nats, that a run must hold when it is judged against blue. */
  static final double NATS = 26;

  /** No stack is taken to be better than this, with which {@value #RUN} in a row suffice. */
  private static final double LEAST_SHARE = 0.005;

  private final double natsNeeded;
  private final FailureShare usualOfBlue = new FailureShare();
  private final FailureShare usualOfGreen = new FailureShare();
  private Weight green = Weight.NONE;
  private FailureCount greenArm = new FailureCount();
  private FailureCount blueArm = new FailureCount();
  private final String reason;
  private final String what;
  private GreenRun run;
  private long inconclusiveUntilNanos;
  private boolean isLossy;
  private @Nullable Verdict trip;

  /** One for which a run of {@value #RUN} suffices, however often blue fails by itself. */
  public RunRule() {
    this(0, GreenRun.CONSECUTIVE, "all failed");
  }

  private RunRule(double natsNeeded, String reason, String what) {
    this.natsNeeded = natsNeeded;
    this.reason = reason;
    this.what = what;
    run = anew();
  }

  private GreenRun anew() {
    return new GreenRun(reason, what);
  }

  /** One for which the run must be so long that either stack would hardly ever have it. */
  static RunRule againstBlue() {
    return new RunRule(NATS, GreenRun.CONSECUTIVE, "all failed");
  }

  /** The same of users whom green turns away, one after the other, although it has served them. */
  static RunRule ofRejections() {
    return new RunRule(NATS, HurtUsers.REJECTED, "were all turned away");
  }

  @Override
  public void start(long nowNanos, Weight green) {
    usualOfBlue.restart();
    usualOfGreen.restart();
    restart(green);
  }

  private void restart(Weight green) {
    this.green = green;
    greenArm = new FailureCount();
    blueArm = new FailureCount();
    run = anew();
    isLossy = false;
    trip = null;
  }

  /**
   * Evidence belongs to the epoch it was gathered in; a run that spans two is none. How often the
   * stacks usually fail is no evidence, and stays known.
   */
  @Override
  public void setWeight(long nowNanos, Weight green) {
    restart(green);
  }

  @Override
  public void record(Sample sample) {
    record(sample, sample.userHash());
  }

  /** Takes a request of someone who counts as this user, or as {@link Sender#NOBODY}. */
  void record(Sample sample, long user) {
    boolean isFailure = sample.outcome().fault() == Fault.STACK;
    boolean isRefused = sample.outcome() == Outcome.REFUSED;
    boolean isNews = !isFailure || isRefused || user != Sender.NOBODY;
    if (sample.judged() && sample.outcome().tellsOfStack() && isNews) {
      record(sample, user, isFailure);
    }
  }

  /** Takes a request that its owner has judged to be a failure or none. */
  void record(Sample sample, long user, boolean isFailure) {
    if (sample.stack() == Stack.GREEN) {
      greenArm.count(isFailure);
      if (!isFailure) {
        usualOfGreen.countFailures(run.failures());
        usualOfGreen.count(false);
      }
      run.countGreen(sample, user, isFailure);
    } else {
      blueArm.count(isFailure);
      usualOfBlue.count(isFailure);
      run.countBlue(isFailure);
    }
    if (trip == null && run.isDown() && run.isBlueWell() && isSurprising()) {
      trip = new Verdict(Verdict.Level.CRITICAL, run.reason(), run.sentence(), evidence());
    }
  }

  /** A run with a gap is no run: it begins anew. */
  @Override
  public void lost(long nowNanos, long samples) {
    run = anew();
    isLossy = true;
    inconclusiveUntilNanos = nowNanos + LOSS_NANOS;
  }

  /** Requests alone decide here. */
  @Override
  public void health(long nowNanos, Stack stack, StackHealth health) {}

  @Override
  public void tick(long nowNanos) {
    if (isLossy && nowNanos - inconclusiveUntilNanos >= 0) {
      isLossy = false;
    }
  }

  @Override
  public Verdict verdict() {
    if (trip != null) {
      return trip;
    }
    if (run.isDown()) {
      return ofDownRun();
    }
    if (green.equals(Weight.NONE)) {
      return inconclusive("green has no users");
    }
    if (isLossy) {
      return inconclusive("samples were lost within the last minute");
    }
    if (greenArm.requests() < MIN_GREEN_REQUESTS) {
      return inconclusive(
          "green has answered " + greenArm.requests() + " of " + MIN_GREEN_REQUESTS + " requests");
    }
    return new Verdict(Verdict.Level.OK, "run", "green failed " + greenArm + ", blue " + blueArm);
  }

  private Verdict ofDownRun() {
    if (run.isBlueDown()) {
      return warning("shared", "failing over would not help");
    }
    if (run.isBlueWell() && !isSurprising()) {
      return warning("unconfirmed", tooShort());
    }
    return warning("unconfirmed", "blue has not yet shown that it does better");
  }

  private boolean isSurprising() {
    return run.failures() * nats() >= natsNeeded;
  }

  /** How surprising one failure is. */
  private double nats() {
    double share = Math.max(usualOfBlue.share(), usualOfGreen.share());
    return -Math.log(Math.max(LEAST_SHARE, share));
  }

  private String tooShort() {
    boolean isBlue = usualOfBlue.share() >= usualOfGreen.share();
    return String.format(
        Locale.ROOT,
        "%s fails %.0f %% %s, so %d in a row are asked for",
        isBlue ? "blue" : "green",
        100 * (isBlue ? usualOfBlue : usualOfGreen).share(),
        isBlue ? "itself" : "as a rule",
        (long) Math.ceil(natsNeeded / nats()));
  }

  private Evidence evidence() {
    return run.evidence(run.failures() * nats(), natsNeeded);
  }

  boolean isTripped() {
    return trip != null;
  }

  /** Whether the run that tripped hurt nobody. */
  boolean isCovered() {
    return run.isCovered();
  }

  /** The run alone, however few requests there have been. */
  CriterionStatus status() {
    Verdict verdict = verdict();
    boolean isNews = verdict.level().compareTo(Verdict.Level.INCONCLUSIVE) > 0;
    Verdict.Level quiet = isLossy ? Verdict.Level.INCONCLUSIVE : Verdict.Level.OK;
    String sentence =
        isLossy
            ? "run: samples were lost within the last minute"
            : "run: green's last " + run.failures() + " requests failed";
    return new CriterionStatus(
        "run",
        isNews ? verdict.level() : quiet,
        run.failures(),
        Double.NaN,
        RUN,
        greenArm.requests(),
        0,
        isNews ? verdict.sentence() : sentence,
        isTripped() ? verdict.evidence() : evidence());
  }

  private Verdict warning(String reason, String consequence) {
    String sentence = run.sentence() + "; " + consequence;
    return new Verdict(Verdict.Level.WARNING, reason, sentence, evidence());
  }

  private static Verdict inconclusive(String sentence) {
    return new Verdict(Verdict.Level.INCONCLUSIVE, "run", sentence);
  }
}
