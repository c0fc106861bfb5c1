package io.canaryrouter.judge;

import io.canaryrouter.judge.Gates.Rates;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * One way in which users may be hurt, its limit, and the evidence that green hurts more of them.
 *
 * <p>The limit is one of materiality: a limit and evidence move people, either alone warns ({@link
 * Gates}). Owned by the control thread. Memory: 128 KiB a test and 14 KiB.
 */
final class AffectedUsers {
  private final String criterion;
  private final String what;
  private final RateLimit limit;
  private final boolean isMoving;
  private final List<ShareTest> tests;
  private final RequestCounts requests;
  private long greenRequestsBefore;
  private Ruling ruling = Ruling.NONE;

  /**
   * Evidence of one kind.
   *
   * @param what how users are hurt, as in "users newly hit by errors"
   * @param limit what green is held to, and the criterion's name
   * @param isMoving whether proof sends everyone to blue; else it only warns
   * @param tests the copies of the exact test, the most urgent first
   * @param requests of users, which the owner counts
   */
  AffectedUsers(
      String what,
      RateLimit limit,
      boolean isMoving,
      List<ShareTest> tests,
      RequestCounts requests) {
    this.criterion = limit.criterion;
    this.what = what;
    this.limit = limit;
    this.isMoving = isMoving;
    this.tests = List.copyOf(tests);
    this.requests = requests;
  }

  String criterion() {
    return criterion;
  }

  /** Another green: nothing that is known holds for it. */
  void restart(long nowNanos) {
    greenRequestsBefore = requests.of(Stack.GREEN);
    limit.clear(SlidingSum.secondOf(nowNanos));
    forgetEvidence(nowNanos);
  }

  /** The comparison begins anew. */
  void forgetEvidence(long nowNanos) {
    ruling = Ruling.NONE;
    tests.forEach(test -> test.restart(nowNanos));
  }

  /**
   * Takes a request that hit a user in this way.
   *
   * @return whether it is proof that green must go
   */
  boolean hit(Sample sample, Sender sender, Weight weight) {
    hit(sample);
    boolean isCovered = sample.outcome() == Outcome.REFUSED && sample.rescued();
    boolean isNews = false;
    for (ShareTest test : tests) {
      isNews |= test.hit(sender, sample.stack(), weight, isCovered);
    }
    if (!isNews || !isMoving) {
      return false;
    }
    // What was said of the last five minutes stands until the next second; only proof is urgent.
    Ruling now = ruling(Rates.NONE);
    ruling = ruling.or(now);
    return now == Ruling.WORSE_AND_OVER;
  }

  /** Takes a request that is no evidence for the limit alone. */
  void hit(Sample sample) {
    limit.recordFailure(sample.stack(), SlidingSum.secondOf(sample.endNanos()));
  }

  void tick(long nowNanos, long lossSecond, Rates lately) {
    tests.forEach(test -> test.tick(nowNanos));
    limit.tick(nowNanos, SlidingSum.secondOf(nowNanos), lossSecond);
    ruling = ruling(lately);
  }

  private Ruling ruling(Rates lately) {
    boolean isSustained = limit.level() == Level.CRITICAL;
    Ruling worst = Ruling.NONE;
    for (ShareTest test : tests) {
      worst = worst.or(test.ruling(limit.limit(), lately, isSustained));
    }
    return worst;
  }

  /** The evidence; what is known of the limit fills again by itself. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(greenRequests());
    for (ShareTest test : tests) {
      test.writeTo(out);
    }
  }

  /** As {@link ShareTest#readFrom}; what follows from it is known at the next {@link #tick}. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    long known = in.readLong();
    if (known < 0) {
      throw new IOException("the evidence is damaged: " + known + " requests");
    }
    greenRequestsBefore = requests.of(Stack.GREEN) - known;
    for (ShareTest test : tests) {
      test.readFrom(in, nowNanos);
    }
  }

  /** Whether anybody noticed; refused connections that blue answered hurt nobody. */
  boolean isFelt() {
    return decisive().isFelt();
  }

  /** Whether an answer is a failure by its limit alone. */
  boolean isMissed(Sample sample) {
    return limit.isMissed(sample);
  }

  /** Whether it has been proved that green must go. */
  boolean isProof() {
    return isMoving && ruling == Ruling.WORSE_AND_OVER;
  }

  Ruling ruling() {
    return ruling;
  }

  /** Requests of green since the start, and those after which twice the limit would be found. */
  long greenRequests() {
    return requests.of(Stack.GREEN) - greenRequestsBefore;
  }

  long needed(Weight weight) {
    return Gates.requestsNeeded(limit.limit(), weight, tests.get(0).logNeeded());
  }

  CriterionStatus status(Weight weight, String missing) {
    CriterionStatus literal = limit.status();
    Level level = level(weight);
    return new CriterionStatus(
        criterion,
        level,
        literal.green(),
        literal.blue(),
        limit.shown(limit.limit()),
        greenRequests(),
        needed(weight),
        level == Level.INCONCLUSIVE ? criterion + ": " + missing : sentence(weight),
        evidence());
  }

  /** The figures behind the sentence. */
  Evidence evidence() {
    return decisive().evidence();
  }

  Level level(Weight weight) {
    if (ruling == Ruling.NONE) {
      return greenRequests() < needed(weight) ? Level.INCONCLUSIVE : Level.OK;
    }
    return isMoving ? ruling.level(GuardSettings.OnLatency.HOLD) : Level.WARNING;
  }

  /**
   * What ruled; when nothing did, what is nearest to proof. The other one may be beyond it too, but
   * over a time in which green was within its limit.
   */
  private ShareTest decisive() {
    ShareTest decisive = tests.get(0);
    for (ShareTest test : tests) {
      int urgency = test.ruled().compareTo(decisive.ruled());
      boolean isNearer = urgency == 0 && test.margin() > decisive.margin();
      decisive = urgency < 0 || isNearer ? test : decisive;
    }
    return decisive;
  }

  /** For a tired person: who was hurt where, and how often. */
  String sentence(Weight weight) {
    return switch (ruling) {
      case WORSE_AND_OVER -> proof(weight) + "; the limit is " + limit.shownLimit();
      case WORSE -> proof(weight) + "; that is not surely over the limit of " + limit.shownLimit();
      case SHARED_FAULT ->
          limit.status().sentence() + "; blue is over it too, going there would" + " not help";
      case THRESHOLD -> limit.status().sentence() + "; whether green is to blame is not proved";
      default -> limit.status().sentence();
    };
  }

  private String proof(Weight weight) {
    Evidence evidence = evidence();
    Evidence.Arm green = evidence.green();
    Evidence.Arm blue = evidence.blue();
    return String.format(
        Locale.ROOT,
        "%s: %d of the %d users newly %s were on green, which serves %s of users; it hit %d of"
            + " green's %d requests, %d of blue's %d; %d of these users verified",
        criterion,
        green.users(),
        green.users() + blue.users(),
        what,
        weight,
        green.affected(),
        green.requests(),
        blue.affected(),
        blue.requests(),
        green.verifiedUsers() + blue.verifiedUsers());
  }
}
