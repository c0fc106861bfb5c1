package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.RunRule;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What control does when another build of a stack answers. */
class RenewalTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> told = new ArrayList<>();
  private final ControlFixture fixture = new ControlFixture(new Listening(told));

  private void says(Stack stack, String build, long renewals) {
    fixture.health.put(stack, new StackHealth(1, 1, 10, 0, build, renewals));
    fixture.pass(SECOND);
  }

  @Test
  void aNewGreenIsToldToTheJudgeAndToPeopleOnce() {
    says(Stack.GREEN, "xyz", 0);
    says(Stack.GREEN, "xyz", 0);
    assertThat(told).isEmpty();
    says(Stack.GREEN, "abc", 1);
    says(Stack.GREEN, "abc", 1);
    assertThat(told).containsExactly("green");
    assertThat(fixture.control.status().audit())
        .singleElement()
        .returns("guard", AuditEntry::by)
        .returns("build", AuditEntry::action)
        .returns("green answers with build abc, before it was xyz", AuditEntry::detail)
        .returns("what was seen of the build before says nothing of this one", AuditEntry::reason);
  }

  @Test
  void aNewBlueIsToldAsWell() {
    says(Stack.BLUE, "xyz", 0);
    says(Stack.BLUE, "abc", 1);
    assertThat(told).containsExactly("blue");
    assertThat(fixture.control.status().audit().get(0).detail())
        .isEqualTo("blue answers with build abc, before it was xyz");
  }

  @Test
  void nobodyMovesAndNoEpochBegins() {
    says(Stack.GREEN, "xyz", 0);
    says(Stack.GREEN, "abc", 1);
    assertThat(fixture.splitter.table())
        .returns(1L, table -> table.epoch())
        .returns(1L, table -> table.revision())
        .returns(Weight.parse("10%"), table -> table.effective());
    assertThat(fixture.orders).isEmpty();
  }

  @Test
  void theFirstBuildOfAStackIsNoNewsNorIsOneAfterAReload() {
    says(Stack.GREEN, "", 0);
    says(Stack.GREEN, "abc", 0);
    says(Stack.GREEN, "abc", 0);
    says(Stack.GREEN, "def", 3);
    told.clear();
    // Another address, another watch: it begins to count anew.
    says(Stack.GREEN, "", 0);
    says(Stack.GREEN, "ghi", 0);
    assertThat(told).isEmpty();
  }

  @Test
  void aBuildThatWasReplacedBeforeAnybodyHeardOfItIsNews() {
    says(Stack.GREEN, "abc", 1);
    assertThat(told).containsExactly("green");
    assertThat(fixture.control.status().audit().get(0).detail())
        .isEqualTo("green answers with build abc");
  }

  @Test
  void aBuildThatCameAndWentWithinASecondIsNoNews() {
    says(Stack.GREEN, "abc", 0);
    says(Stack.GREEN, "abc", 2);
    assertThat(told).isEmpty();
  }

  @Test
  void aJudgeThatFailsAtItIsNotAskedAgainAndControlGoesOn() {
    ControlFixture failing =
        new ControlFixture(
            new Listening(told) {
              @Override
              public void renewed(long nowNanos, Stack stack) {
                throw new IllegalStateException("no renewal");
              }
            });
    failing.health.put(Stack.GREEN, new StackHealth(1, 1, 10, 0, "xyz", 0));
    failing.pass(SECOND);
    failing.health.put(Stack.GREEN, new StackHealth(1, 1, 10, 0, "abc", 1));
    failing.pass(SECOND);
    assertThat(failing.control.status().faults()).isEqualTo(1);
    assertThat(failing.control.status().audit()).hasSize(1);
  }

  /** The run rule, for whatever else is asked of a judge. */
  private static class Listening implements Judge {
    private final RunRule rule = new RunRule();
    private final List<String> told;

    Listening(List<String> told) {
      this.told = told;
    }

    @Override
    public void renewed(long nowNanos, Stack stack) {
      told.add(stack.label());
    }

    @Override
    public void start(long nowNanos, Weight green) {
      rule.start(nowNanos, green);
    }

    @Override
    public void setWeight(long nowNanos, Weight green) {
      rule.setWeight(nowNanos, green);
    }

    @Override
    public void record(Sample sample) {
      rule.record(sample);
    }

    @Override
    public void lost(long nowNanos, long samples) {
      rule.lost(nowNanos, samples);
    }

    @Override
    public void health(long nowNanos, Stack stack, StackHealth health) {
      rule.health(nowNanos, stack, health);
    }

    @Override
    public void tick(long nowNanos) {
      rule.tick(nowNanos);
    }

    @Override
    public Verdict verdict() {
      return rule.verdict();
    }
  }
}
