package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One copy of the exact test, with the level at which it is proof, and what both stacks did since
 * there has been any evidence at all.
 *
 * <p>"Since" begins anew at each second in which the evidence is below one: what was before says
 * nothing of the change that is being found. Owned by the control thread.
 */
final class ShareTest {
  /** Users of green whom somebody vouches for, without whom nothing is proof. */
  private static final int LEAST_VOUCHED = 3;

  private final AffectedShare share;
  private final double logNeeded;
  private boolean isFelt;
  private final Arm green = new Arm();
  private final Arm blue = new Arm();

  ShareTest(AffectedShare share, double logNeeded) {
    this.share = share;
    this.logNeeded = logNeeded;
  }

  void restart(long nowNanos) {
    share.restart(nowNanos);
    clear();
  }

  private void clear() {
    isFelt = false;
    green.clear();
    blue.clear();
  }

  /**
   * Takes a request.
   *
   * @return whether there is more evidence against green now
   */
  boolean record(Sender sender, Stack stack, Weight weight, boolean isAffected, boolean isCovered) {
    boolean isNew = isAffected && share.record(sender.user(), stack, weight);
    if (sender.isUser() || isNew) {
      of(stack).count(isAffected, isNew, sender);
      isFelt |= stack == Stack.GREEN && isAffected && !isCovered;
    }
    return isNew && stack == Stack.GREEN;
  }

  void tick(long nowNanos) {
    share.tick(nowNanos);
    if (share.logEvidence() < 0) {
      clear();
    }
  }

  /** Whether anybody noticed: not all of green's failures were answered by blue at once. */
  boolean isFelt() {
    return isFelt;
  }

  /** Whether users of green are among those hit, and not only keys that nobody vouches for. */
  boolean isVouchedFor() {
    return green.vouched >= LEAST_VOUCHED;
  }

  /** How far the evidence is above what is needed; negative while it is not proof. */
  double margin() {
    return share.logEvidence() - logNeeded;
  }

  double logEvidence() {
    return share.logEvidence();
  }

  double logNeeded() {
    return logNeeded;
  }

  int greenUsersNeeded(Weight weight) {
    return share.greenUsersNeeded(logNeeded, weight);
  }

  /** The rates since there has been evidence. */
  Gates.Rates rates() {
    return new Gates.Rates(
        green.toRecord().rate(), blue.toRecord().rate(), green.requests, green.users);
  }

  Evidence evidence() {
    return Evidence.ofLogs(share.logEvidence(), logNeeded, green.toRecord(), blue.toRecord());
  }

  private Arm of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  void writeTo(DataOutput out) throws IOException {
    share.writeTo(out);
    out.writeBoolean(isFelt);
    green.writeTo(out);
    blue.writeTo(out);
  }

  void readFrom(DataInput in, long nowNanos) throws IOException {
    share.readFrom(in, nowNanos);
    isFelt = in.readBoolean();
    green.readFrom(in);
    blue.readFrom(in);
  }

  /** One stack's requests. */
  private static final class Arm {
    private long requests;
    private long affected;
    private long users;
    private long verified;
    private long vouched;

    void count(boolean isAffected, boolean isNew, Sender sender) {
      requests++;
      affected += isAffected ? 1 : 0;
      users += isNew ? 1 : 0;
      verified += isNew && sender.isVerified() ? 1 : 0;
      vouched += isNew && sender.isUser() ? 1 : 0;
    }

    void clear() {
      requests = 0;
      affected = 0;
      users = 0;
      verified = 0;
      vouched = 0;
    }

    Evidence.Arm toRecord() {
      return new Evidence.Arm(requests, affected, users, verified);
    }

    void writeTo(DataOutput out) throws IOException {
      out.writeLong(requests);
      out.writeLong(affected);
      out.writeLong(users);
      out.writeLong(verified);
      out.writeLong(vouched);
    }

    void readFrom(DataInput in) throws IOException {
      requests = in.readLong();
      affected = in.readLong();
      users = in.readLong();
      verified = in.readLong();
      vouched = in.readLong();
      boolean isPossible =
          verified >= 0 && verified <= users && users <= affected && affected <= requests;
      if (!isPossible) {
        clear();
        throw new IOException("the evidence is damaged: more users than requests");
      }
    }
  }
}
