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
  /** Users of green without whom nothing is proof. */
  private static final int LEAST_USERS = 3;

  private final AffectedShare share;
  private final double logNeeded;
  private final RequestCounts requests;
  private boolean isFelt;
  private Ruling ruled = Ruling.NONE;
  private final Arm green;
  private final Arm blue;

  /** A test whose owner counts the requests among which users are hit. */
  ShareTest(AffectedShare share, double logNeeded, RequestCounts requests) {
    this.share = share;
    this.logNeeded = logNeeded;
    this.requests = requests;
    green = new Arm(Stack.GREEN);
    blue = new Arm(Stack.BLUE);
  }

  void restart(long nowNanos) {
    share.restart(nowNanos);
    ruled = Ruling.NONE;
    clear();
  }

  private void clear() {
    isFelt = false;
    green.clear();
    blue.clear();
  }

  /**
   * Takes a request that hit a user: the hash must have chosen the stack, and who invents keys
   * chooses it.
   *
   * @return whether there is more evidence against green now
   */
  boolean hit(Sender sender, Stack stack, Weight weight, boolean isCovered) {
    boolean isNew = share.record(sender.user(), stack, weight);
    of(stack).count(isNew, sender);
    isFelt |= stack == Stack.GREEN && !isCovered;
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

  /** What it says of green, as {@link Gates#errors} has it; but two users are no proof. */
  Ruling ruling(double limit, Gates.Rates lately, boolean isSustained) {
    Ruling ruling =
        Gates.errors(limit, rates(), lately, isSustained, share.logEvidence(), logNeeded);
    boolean isHollow = ruling == Ruling.WORSE_AND_OVER && green.users < LEAST_USERS;
    ruled = isHollow ? Ruling.WORSE : ruling;
    return ruled;
  }

  /** What it said last. */
  Ruling ruled() {
    return ruled;
  }

  /** How far the evidence is above what is needed; negative while it is not proof. */
  double margin() {
    return share.logEvidence() - logNeeded;
  }

  double logNeeded() {
    return logNeeded;
  }

  private Gates.Rates rates() {
    return new Gates.Rates(green.rate(), blue.rate(), green.requests(), green.users);
  }

  Evidence evidence() {
    return Evidence.ofLogs(share.logEvidence(), logNeeded, green.toRecord(), blue.toRecord());
  }

  /** 81 bytes more than {@link AffectedShare#writeTo}. */
  void writeTo(DataOutput out) throws IOException {
    share.writeTo(out);
    out.writeBoolean(isFelt);
    green.writeTo(out);
    blue.writeTo(out);
  }

  /** As {@link AffectedShare#readFrom}; its owner begins it anew when this throws. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    share.readFrom(in, nowNanos);
    isFelt = in.readBoolean();
    green.readFrom(in, share.users(Stack.GREEN));
    blue.readFrom(in, share.users(Stack.BLUE));
  }

  private Arm of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** One stack's requests. */
  private final class Arm {
    private final Stack stack;

    /** Requests until it began. */
    private long before;

    private long affected;
    private long users;
    private long verified;

    Arm(Stack stack) {
      this.stack = stack;
    }

    long requests() {
      return requests.of(stack) - before;
    }

    void count(boolean isNew, Sender sender) {
      affected++;
      users += isNew ? 1 : 0;
      verified += isNew && sender.isVerified() ? 1 : 0;
    }

    void clear() {
      before = requests.of(stack);
      affected = 0;
      users = 0;
      verified = 0;
    }

    void writeTo(DataOutput out) throws IOException {
      out.writeLong(requests());
      out.writeLong(affected);
      out.writeLong(users);
      out.writeLong(verified);
    }

    void readFrom(DataInput in, long mostUsers) throws IOException {
      before = requests.of(stack) - atMost(Long.MAX_VALUE, in.readLong());
      affected = atMost(requests(), in.readLong());
      users = atMost(Math.min(affected, mostUsers), in.readLong());
      verified = atMost(users, in.readLong());
    }

    private long atMost(long most, long counted) throws IOException {
      if (counted < 0 || counted > most) {
        throw new IOException("the evidence is damaged: " + counted + " of " + most);
      }
      return counted;
    }

    double rate() {
      return toRecord().rate();
    }

    Evidence.Arm toRecord() {
      return Evidence.Arm.ofHits(requests(), affected, users, verified);
    }
  }
}
