package io.canaryrouter.split;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The one reference that both planes share: the control thread writes it, every request reads it.
 *
 * <p>It also guards the guard. The control thread stamps a heartbeat; when the stamp is ten seconds
 * old, everyone is sent to blue without anybody's decision, until the heart beats again.
 *
 * <p>Thread safety: one writer (the control thread), any number of readers; a swap holds for every
 * request that begins afterwards.
 */
public final class Splitter {
  /** Age of the heartbeat from which everyone is sent to blue. */
  public static final long SILENCE_NANOS = 10_000_000_000L;

  private final LongSupplier nanoClock;
  private final BooleanSupplier unguarded = this::isUnguarded;
  private volatile SplitTable table;
  private volatile long heartbeatNanos;

  /** Starts with a table and a fresh heartbeat. */
  public Splitter(SplitTable table, LongSupplier nanoClock) {
    this.table = table;
    this.nanoClock = nanoClock;
    this.heartbeatNanos = nanoClock.getAsLong();
  }

  /** The table in force. */
  public SplitTable table() {
    return table;
  }

  /** Publishes a new table; only the control thread calls this. */
  public void swap(SplitTable next) {
    table = next;
  }

  /** Stamps the heartbeat; only the control thread calls this. */
  public void beat() {
    heartbeatNanos = nanoClock.getAsLong();
  }

  /** How long the control thread has been silent, in nanoseconds. */
  public long silenceNanos() {
    return nanoClock.getAsLong() - heartbeatNanos;
  }

  /** Whether the control thread has been silent for so long that blue serves everyone. */
  public boolean isUnguarded() {
    return silenceNanos() >= SILENCE_NANOS;
  }

  /**
   * Assigns a request to a stack. Whom the split itself would send to green goes to blue while the
   * control thread is silent, or green has not been up; a person's pin or override holds.
   *
   * @param greenHasBeenUp whether green was ever seen well
   */
  public Assignment assign(Question question, boolean greenHasBeenUp) {
    return table.assign(question, unguarded, greenHasBeenUp);
  }

  /**
   * Whether blue's users may be brought to green for a single request: not while everyone is kept
   * on blue, for whatever cause. The weight does not matter.
   *
   * @param greenHasBeenUp whether green was ever seen well
   */
  public boolean isGreenOpen(boolean greenHasBeenUp) {
    SplitTable now = table;
    boolean isKept = now.latch() != null || now.hold() != null || now.forcedBlue();
    return greenHasBeenUp && !isKept && !isUnguarded();
  }

  /** Green's share as its users meet it at this moment, with what {@link #assign} knows. */
  public Weight actual(boolean greenHasBeenUp) {
    return greenHasBeenUp && !isUnguarded() ? table.effective() : Weight.NONE;
  }
}
