package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Which part of a route's requests green has of late: its pages may ask for the route more often
 * than blue's, and who asks oftener is sooner hit, with nothing wrong.
 *
 * <p>Half of a request is left after ten minutes. Owned by the control thread.
 */
final class Exposure {
  private static final double HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** As many requests as the weight itself counts. */
  private static final int PRIOR = 20;

  private double green;
  private double blue;
  private long nowNanos;

  void restart(long nowNanos) {
    this.nowNanos = nowNanos;
    green = 0;
    blue = 0;
  }

  void record(Stack stack) {
    green += stack == Stack.GREEN ? 1 : 0;
    blue += stack == Stack.BLUE ? 1 : 0;
  }

  void tick(long nowNanos) {
    if (nowNanos - this.nowNanos > 0) {
      double kept = Math.pow(0.5, (nowNanos - this.nowNanos) / HALF_LIFE_NANOS);
      this.nowNanos = nowNanos;
      green *= kept;
      blue *= kept;
    }
  }

  /** The weight to bet at: green's part, and never less than its weight. */
  Weight at(Weight weight) {
    double part = (green + PRIOR * weight.ratio()) / (green + blue + PRIOR);
    int most = Weight.ALL.basisPoints() - 1;
    int basisPoints = (int) Math.min(most, Math.ceil(part * Weight.ALL.basisPoints()));
    return basisPoints > weight.basisPoints() ? new Weight(basisPoints) : weight;
  }

  /** 16 bytes. */
  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(green);
    out.writeDouble(blue);
  }

  /** Goes on from where another process wrote it. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    this.nowNanos = nowNanos;
    green = in.readDouble();
    blue = in.readDouble();
    if (!(green >= 0 && blue >= 0 && green + blue < Double.POSITIVE_INFINITY)) {
      restart(nowNanos);
      throw new IOException("the evidence is damaged: its requests are no numbers");
    }
  }
}
