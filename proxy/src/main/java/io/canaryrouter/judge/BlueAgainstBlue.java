package io.canaryrouter.judge;

import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

/**
 * The permanent A/A test: a part of blue's users is judged against the rest as if it were green.
 * Nothing is wrong with it, so every alarm is a false one, and they tell how far the thresholds may
 * be trusted on this very traffic.
 *
 * <p>The part has as many users as green, and at most half of blue's. Who belongs to it has nothing
 * to do with the bucket. Owned by the control thread. Memory: 128 KiB.
 */
final class BlueAgainstBlue {
  static final String NAME = "blue_against_blue";

  private final RequestCounts requests = new RequestCounts();
  private final ShareTest test;
  private final double limit;
  private Weight part = Weight.NONE;
  private long startNanos;
  private long nowNanos;
  private long alarms;
  private boolean isAlarmed;

  /** Of the hurt users' own tests one more, and the limit for errors. */
  BlueAgainstBlue(HurtUsers hurt, double limit) {
    test = hurt.test(requests);
    this.limit = limit;
  }

  void restart(long nowNanos) {
    startNanos = nowNanos;
    this.nowNanos = nowNanos;
    alarms = 0;
    isAlarmed = false;
    test.restart(nowNanos);
  }

  /** Everyone on blue is enough to judge halves of it. */
  void setWeight(Weight green) {
    double ofBlue = green.ratio() / Math.max(1 - green.ratio(), Double.MIN_NORMAL);
    part = new Weight((int) Math.max(1, Math.round(Bucket.COUNT * Math.min(0.5, ofBlue))));
  }

  /** Takes a request of blue. */
  void record(Sender sender, boolean isFailure) {
    boolean isGreen = UserHash.share(sender.user()) < part.ratio();
    Stack side = isGreen ? Stack.GREEN : Stack.BLUE;
    requests.record(side);
    if (isFailure && test.hit(sender, side, part, false)) {
      look();
    }
  }

  private void look() {
    boolean isProof = test.ruling(limit, Gates.Rates.NONE, false) == Ruling.WORSE_AND_OVER;
    alarms += isProof && !isAlarmed ? 1 : 0;
    isAlarmed = isProof;
  }

  void tick(long nowNanos) {
    this.nowNanos = nowNanos;
    test.tick(nowNanos);
    look();
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeLong(nowNanos - startNanos);
    out.writeLong(alarms);
    out.writeBoolean(isAlarmed);
    test.writeTo(out);
  }

  /** As {@link ShareTest#readFrom}. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    long age = in.readLong();
    alarms = in.readLong();
    isAlarmed = in.readBoolean();
    if (age < 0 || alarms < 0) {
      throw new IOException("the evidence is damaged: " + alarms + " alarms in " + age + " ns");
    }
    this.nowNanos = nowNanos;
    startNanos = nowNanos - age;
    test.readFrom(in, nowNanos);
  }

  CriterionStatus status() {
    Evidence evidence = test.evidence();
    double hours = (nowNanos - startNanos) / 3.6e12;
    String sentence =
        String.format(
            Locale.ROOT,
            "%s: the rule for errors would have rolled back a part of blue %d times in %.1f hours%s",
            NAME,
            alarms,
            hours,
            alarms == 0 ? "" : "; its alarms about green are to be doubted");
    return new CriterionStatus(
        NAME,
        alarms == 0 ? Verdict.Level.OK : Verdict.Level.INCONCLUSIVE,
        evidence.green().rate(),
        evidence.blue().rate(),
        limit,
        evidence.green().requests(),
        0,
        sentence,
        evidence);
  }
}
