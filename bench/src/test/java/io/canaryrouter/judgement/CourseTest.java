package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.LiteralGuard;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.simulate.Base;
import io.canaryrouter.simulate.Incident;
import io.canaryrouter.simulate.Scenario;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Weight TENTH = new Weight(1_000);

  private static Scenario scenario(Incident incident, long onset, long seconds) {
    Scenario scenario = Scenario.of(100, TENTH, Base.LOW, incident);
    return new Scenario(100, scenario.steps(), Base.LOW, incident, onset, seconds);
  }

  private static Rule literal() {
    return new JudgeRule(new LiteralGuard(GuardSettings.DEFAULT, List.of()));
  }

  @Test
  void theGuardSeesAnOutageAfterFiveRequestsAndSaysWhy() {
    Finding found = Course.run(scenario(Incident.ERR_100, 300, 900), 1, List.of(literal())).get(0);
    assertThat(found.trippedAfter()).isBetween(0.0, 5.0);
    assertThat(found.failed()).isBetween(5L, 8L);
    assertThat(Sentence.countsBoth(found.sentence())).isTrue();
  }

  @Test
  void refusedConnectionsTakeGreenAwayWhichCountsAsATrip() {
    Finding found = Course.run(scenario(Incident.CONN, 300, 900), 1, List.of(literal())).get(0);
    assertThat(found.failed()).isEqualTo(5);
    assertThat(found.trippedAfter()).isBetween(0.0, 5.0);
  }

  @Test
  void allRulesSeeTheSameSamplesUntilTheyTrip() {
    Counting first = new Counting(Long.MAX_VALUE);
    Counting second = new Counting(Long.MAX_VALUE);
    Counting third = new Counting(100);
    List<Finding> found =
        Course.run(scenario(Incident.NONE, 300, 300), 1, List.of(first, second, third));
    assertThat(first.samples).isEqualTo(second.samples).hasSizeGreaterThan(5_000);
    assertThat(third.samples).isEqualTo(first.samples.subList(0, 100));
    assertThat(found.get(0).hasTripped()).isFalse();
    assertThat(found.get(2).isPremature()).isTrue();
  }

  @Test
  void aWarningBeforeTheOnsetIsNoDetection() {
    Finding found =
        Course.run(scenario(Incident.ERR_100, 300, 400), 1, List.of(new Warning(100, 350))).get(0);
    assertThat(found.hasWarnedEarly()).isTrue();
    assertThat(found.warnedAfter()).isEqualTo(50);
    assertThat(found.hasTripped()).isFalse();
  }

  /** Trips when it has seen so many samples. */
  private static final class Counting implements Rule {
    private final List<Sample> samples = new ArrayList<>();
    private final long limit;

    Counting(long limit) {
      this.limit = limit;
    }

    @Override
    public void record(Sample sample) {
      samples.add(sample);
    }

    @Override
    public void tick(long second, boolean isGreenUp) {}

    @Override
    public boolean hasTripped() {
      return samples.size() >= limit;
    }
  }

  /** Warns in single seconds. */
  private static final class Warning implements Rule {
    private final List<Long> seconds;
    private long second;

    Warning(long one, long other) {
      seconds = List.of(one, other);
    }

    @Override
    public void record(Sample sample) {}

    @Override
    public void tick(long second, boolean isGreenUp) {
      this.second = second;
    }

    @Override
    public boolean hasTripped() {
      return false;
    }

    @Override
    public boolean warns() {
      return seconds.contains(second);
    }
  }
}
