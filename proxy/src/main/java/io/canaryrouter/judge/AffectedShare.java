package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The exact test for rare events: of the users newly affected, are more on green than its weight
 * allows?
 *
 * <p>Time is cut into blocks. In each block a user counts once, however often it is affected, and
 * the evidence begins anew ({@link ShareWealth}); within a block a part of the stake is put in at
 * even steps of time, so that a change late in the block is found as well. {@link #fast} has blocks
 * of an hour and finds changes; {@link #slow} has one block for the whole plan and finds small
 * differences and those of little traffic. With a level of 1/α in every block, the chance that a
 * green that is no worse ever reaches it is at most the sum of the α ({@link AlphaBudget}),
 * whatever the traffic and however one user's requests hang together.
 *
 * <p>A changed weight needs no restart: each user is a bet at the weight it was placed by. While
 * one of the stacks has nobody there is nothing to bet on and nobody counts.
 *
 * <p>What the proof asks of the owner: the hash alone placed the user, and a stack's fault is
 * counted the same way on both. It does not cover a fault of blue alone that has hit nearly all of
 * the users there are: those are known now, and the next fault of both would find new users on
 * green only. The owner restarts it then, and the limits of {@link Gates} hold it meanwhile.
 *
 * <p>Mergeable: under one weight the evidence depends on which users were affected and where, not
 * on who saw them, how often or in which order. What another process has seen is told by {@link
 * #record}.
 *
 * <p>Cost: a look into a set for each failure, six additions more for a new user. Memory: 128 KiB
 * and some. No clock: times are monotonic nanoseconds, and time that steps back stands still. Not
 * thread-safe.
 */
final class AffectedShare {
  /** Length of a block of the fast test. */
  static final long FAST_BLOCK_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final int FAST_INJECTIONS = 60;

  private final UserPlaces seen = new UserPlaces();
  private final ShareWealth wealth;
  private final long blockNanos;
  private final long stepNanos;
  private long startNanos;
  private long nowNanos;
  private int injected;
  private long greenUsers;
  private long blueUsers;

  private AffectedShare(long nowNanos, long blockNanos, int injections) {
    this.blockNanos = blockNanos;
    stepNanos = blockNanos / injections;
    wealth = new ShareWealth(injections);
    restart(nowNanos);
  }

  /** Blocks of an hour, a part of the stake every minute. */
  static AffectedShare fast(long nowNanos) {
    return new AffectedShare(nowNanos, FAST_BLOCK_NANOS, FAST_INJECTIONS);
  }

  /**
   * One block as long as the plan, a part of the stake every hour; after it, another such block.
   */
  static AffectedShare slow(long nowNanos, long planNanos) {
    long blockNanos = Math.max(FAST_BLOCK_NANOS, planNanos);
    int hours = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toHours(blockNanos));
    return new AffectedShare(nowNanos, blockNanos, hours);
  }

  /** Forgets everything and begins a block. */
  void restart(long nowNanos) {
    this.nowNanos = nowNanos;
    begin(nowNanos);
  }

  private void begin(long startNanos) {
    this.startNanos = startNanos;
    wealth.restart();
    seen.clear();
    injected = 0;
    greenUsers = 0;
    blueUsers = 0;
  }

  /**
   * Takes a request that failed by its stack's fault.
   *
   * @param green green's weight in the request's epoch
   * @return whether its user is newly affected
   */
  boolean record(long userHash, Stack stack, Weight green) {
    boolean isBet = !green.equals(Weight.NONE) && !green.equals(Weight.ALL);
    if (!isBet || !seen.add(UserHash.place(userHash))) {
      return false;
    }
    wealth.bet(stack, green);
    greenUsers += stack == Stack.GREEN ? 1 : 0;
    blueUsers += stack == Stack.BLUE ? 1 : 0;
    return true;
  }

  /** Lets time pass: puts in what is due, or begins the next block. */
  void tick(long nowNanos) {
    if (nowNanos - this.nowNanos <= 0) {
      return;
    }
    this.nowNanos = nowNanos;
    long blocks = (nowNanos - startNanos) / blockNanos;
    if (blocks > 0) {
      begin(startNanos + blocks * blockNanos);
    }
    for (long due = (nowNanos - startNanos) / stepNanos; injected < due; injected++) {
      wealth.inject();
    }
  }

  /** The natural logarithm of the evidence of this block. */
  double logEvidence() {
    return wealth.logEvidence();
  }

  /** How many more newly affected users, all on green, would suffice; see {@link ShareWealth}. */
  int greenUsersNeeded(double logNeeded, Weight green) {
    return wealth.greenUsersNeeded(logNeeded, green);
  }

  /** Users of a stack that were affected in this block. */
  long users(Stack stack) {
    return stack == Stack.GREEN ? greenUsers : blueUsers;
  }

  /** 76 bytes and a few for each user affected in this block, at most 192 KiB. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(nowNanos - startNanos);
    out.writeInt(injected);
    out.writeLong(greenUsers);
    out.writeLong(blueUsers);
    wealth.writeTo(out);
    seen.writeTo(out);
  }

  /**
   * Goes on from where another process wrote it, at the time that was then; monotonic times of two
   * processes have nothing in common.
   *
   * @throws IOException when it is cut off or damaged; then it has begun anew
   */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    try {
      read(in, nowNanos);
    } catch (IOException damaged) {
      restart(nowNanos);
      throw damaged;
    }
  }

  private void read(DataInput in, long nowNanos) throws IOException {
    long age = in.readLong();
    injected = in.readInt();
    greenUsers = in.readLong();
    blueUsers = in.readLong();
    boolean isPossible =
        age >= 0
            && age < blockNanos
            && injected == age / stepNanos
            && greenUsers >= 0
            && blueUsers >= 0;
    if (!isPossible) {
      throw new IOException("the evidence is damaged: its times or numbers contradict each other");
    }
    this.nowNanos = nowNanos;
    startNanos = nowNanos - age;
    wealth.readFrom(in);
    seen.readFrom(in);
    if (greenUsers + blueUsers != seen.size()) {
      throw new IOException("the evidence is damaged: its users do not add up");
    }
  }
}
