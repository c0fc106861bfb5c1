package io.canaryrouter.judgement;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.judge.Verdict.Action;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;

/**
 * A judge of the product's. Tripped is what takes users off green: a failover, and going away for
 * the time being too.
 *
 * <p>The control thread asks for the verdict twenty times a second. Here it is asked for each
 * second, and after each sample while green's last one was not served: the moments at which it can
 * change.
 */
final class JudgeRule implements Rule {
  private static final long NANOS = 1_000_000_000L;

  private final Judge judge;
  private boolean isFailing;
  private long goodProbes = 1;
  private long failedProbes;
  private Verdict verdict = new Verdict(Level.INCONCLUSIVE, "", "");

  JudgeRule(Judge judge) {
    this.judge = judge;
  }

  @Override
  public void start(Weight green) {
    judge.health(0, Stack.GREEN, new StackHealth(1, 1, goodProbes, failedProbes));
    judge.health(0, Stack.BLUE, new StackHealth(1, 1, 1, 0));
    judge.start(0, green);
  }

  @Override
  public void setWeight(long second, Weight green) {
    judge.setWeight(second * NANOS, green);
  }

  @Override
  public void record(Sample sample) {
    judge.record(sample);
    if (sample.stack() == Stack.GREEN) {
      isFailing = Rule.isUnserved(sample);
    }
    if (isFailing) {
      verdict = judge.verdict();
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {
    goodProbes += isGreenUp ? 1 : 0;
    failedProbes += isGreenUp ? 0 : 1;
    StackHealth green = new StackHealth(1, isGreenUp ? 1 : 0, goodProbes, failedProbes);
    judge.health(second * NANOS, Stack.GREEN, green);
    judge.health(second * NANOS, Stack.BLUE, new StackHealth(1, 1, second + 1, 0));
    judge.tick(second * NANOS);
    verdict = judge.verdict();
  }

  @Override
  public boolean hasTripped() {
    return verdict.level() == Level.CRITICAL || verdict.action() != Action.NONE;
  }

  @Override
  public boolean warns() {
    return verdict.level().compareTo(Level.WARNING) >= 0;
  }

  @Override
  public String sentence() {
    return verdict.sentence();
  }
}
