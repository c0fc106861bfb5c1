package io.canaryrouter.judge;

import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What of a judged guard outlives its process: the evidence and the records that take hours to
 * gather, and with them what has been spent of the budget of false alarms.
 *
 * <p>Not what fills again within minutes, as the run of failures, the limits' windows and recent
 * traffic, nor what would be wrong after a pause, as health. No user's hash either: users are
 * places in sets of a million, and who is known is found out again. Owned by the control thread.
 */
final class LastingEvidence {
  private final String terms;
  private final HurtUsers hurt;
  private final BlueAgainstBlue blueAgainstBlue;
  private final LateStage late;
  private final Slowness slowness;

  /**
   * Evidence of these.
   *
   * @param terms all settings that it depends on: under others the same figures would be other
   *     evidence
   */
  LastingEvidence(
      String terms,
      HurtUsers hurt,
      BlueAgainstBlue blueAgainstBlue,
      LateStage late,
      Slowness slowness) {
    this.terms = UUID.nameUUIDFromBytes(terms.getBytes(StandardCharsets.UTF_8)).toString();
    this.hurt = hurt;
    this.blueAgainstBlue = blueAgainstBlue;
    this.late = late;
    this.slowness = slowness;
  }

  /** Some 200 KiB without affected users, 4 MiB at most. */
  void writeTo(DataOutput out) throws IOException {
    out.writeUTF(terms);
    hurt.writeTo(out);
    blueAgainstBlue.writeTo(out);
    late.writeTo(out);
    slowness.writeTo(out);
  }

  /**
   * Goes on with what another process wrote. The time in between does not count, since nobody bet
   * in it: blocks of time end later for it, and none is judged twice.
   *
   * @param green the weight now
   * @throws IOException with a sentence when it cannot; then nothing is known
   */
  void readFrom(DataInput in, long nowNanos, Weight green) throws IOException {
    if (!in.readUTF().equals(terms)) {
      throw new IOException("the settings of the guard or of its routes have changed");
    }
    try {
      hurt.readFrom(in, nowNanos);
      blueAgainstBlue.readFrom(in, nowNanos);
      late.readFrom(in);
      slowness.readFrom(in, nowNanos);
    } catch (IOException damaged) {
      hurt.restart(nowNanos);
      blueAgainstBlue.restart(nowNanos);
      late.forgetBlue();
      late.restart(nowNanos);
      slowness.start(nowNanos, green);
      throw damaged;
    }
  }
}
