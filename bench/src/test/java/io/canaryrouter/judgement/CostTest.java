package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
  @Test
  void theHeapIsThatOfTheJudgeAndNotOfTheSamples() {
    List<Integer> ticks = new ArrayList<>();
    Cost cost = Cost.of(() -> new Hoarder(ticks), 300);
    assertThat(cost.mebibytes()).isBetween(7.5, 9.0);
    assertThat(cost.least()).isPositive().isLessThanOrEqualTo(cost.median());
    assertThat(cost.median()).isLessThanOrEqualTo(cost.greatest());
    assertThat(ticks.size() % 300).as("whole passes").isZero();
    assertThat(ticks.stream().mapToInt(Integer::intValue).max().orElseThrow())
        .as("samples of a judge")
        .isBetween(10_000, 60_000);
  }

  /** Holds 8 MiB from its start on. */
  private static final class Hoarder implements Judge {
    private final List<Integer> ticks;
    private byte[][] hoard = {};
    private int samples;

    Hoarder(List<Integer> ticks) {
      this.ticks = ticks;
    }

    @Override
    public void start(long nowNanos, Weight green) {
      // In pieces, because a collector may round up what is large.
      hoard = new byte[64][1 << 17];
    }

    @Override
    public void setWeight(long nowNanos, Weight green) {}

    @Override
    public void record(Sample sample) {
      samples++;
    }

    @Override
    public void lost(long nowNanos, long samples) {}

    @Override
    public void health(long nowNanos, Stack stack, StackHealth health) {}

    @Override
    public void tick(long nowNanos) {
      ticks.add(samples);
    }

    @Override
    public Verdict verdict() {
      return new Verdict(Verdict.Level.OK, "hoard", hoard.length + " pieces");
    }
  }
}
