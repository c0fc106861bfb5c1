package io.canaryrouter.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SplitterTest {
  private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(3));
  private final Splitter splitter = new Splitter(table(Weight.ALL), nanos::get);

  @Test
  void aSwapHoldsForEveryRequestThatBeginsAfterwards() {
    assertThat(splitter.assign(Question.of("42"), true).stack()).isEqualTo(Stack.GREEN);
    splitter.swap(table(Weight.NONE));
    assertThat(splitter.assign(Question.of("42"), true).stack()).isEqualTo(Stack.BLUE);
  }

  @Test
  void aSilentControlThreadSendsEveryoneToBlueAfterTenSeconds() {
    nanos.addAndGet(Splitter.SILENCE_NANOS - 1);
    assertThat(splitter.assign(Question.of("42"), true).stack()).isEqualTo(Stack.GREEN);
    nanos.addAndGet(1);
    assertThat(splitter.isUnguarded()).isTrue();
    Assignment assignment = splitter.assign(Question.of("42"), true);
    assertThat(assignment.stack()).isEqualTo(Stack.BLUE);
    assertThat(assignment.reason()).isEqualTo(Assignment.Reason.GUARDIAN);
    assertThat(assignment.isJudged()).isFalse();
  }

  @Test
  void theNextHeartbeatGivesGreenItsUsersBack() {
    nanos.addAndGet(2 * Splitter.SILENCE_NANOS);
    assertThat(splitter.assign(Question.of("42"), true).stack()).isEqualTo(Stack.BLUE);
    splitter.beat();
    assertThat(splitter.silenceNanos()).isZero();
    assertThat(splitter.assign(Question.of("42"), true).stack()).isEqualTo(Stack.GREEN);
  }

  @Test
  void theHeartbeatSurvivesTheOverflowOfTheMonotonicClock() {
    AtomicLong late = new AtomicLong(Long.MAX_VALUE - 5);
    Splitter overflowing = new Splitter(table(Weight.ALL), late::get);
    late.addAndGet(10);
    assertThat(overflowing.silenceNanos()).isEqualTo(10);
    assertThat(overflowing.isUnguarded()).isFalse();
  }

  @Test
  void aGreenThatNobodyHasSeenWellHasNoUsers() {
    Assignment assignment = splitter.assign(Question.of("42"), false);
    assertThat(assignment.stack()).isEqualTo(Stack.BLUE);
    assertThat(assignment.reason()).isEqualTo(Assignment.Reason.UNPROBED);
    assertThat(assignment.isJudged()).isFalse();
    assertThat(splitter.actual(false)).isEqualTo(Weight.NONE);
  }

  @Test
  void greenIsOpenToBluesUsersWhateverItsWeightUnlessEveryoneIsKeptOnBlue() {
    splitter.swap(table(Weight.NONE));
    assertThat(splitter.isGreenOpen(true)).isTrue();
    assertThat(splitter.isGreenOpen(false)).isFalse();
    SplitTable.Latch latch = new SplitTable.Latch("manual", "a test", 0, "test");
    SplitTable.Hold hold = new SplitTable.Hold(SplitTable.Hold.Cause.DOUBT, "a test");
    splitter.swap(new SplitTable(2, 2, Weight.ALL, "", latch, false));
    assertThat(splitter.isGreenOpen(true)).isFalse();
    splitter.swap(new SplitTable(3, 3, Weight.ALL, "", null, hold, false));
    assertThat(splitter.isGreenOpen(true)).isFalse();
    splitter.swap(new SplitTable(4, 4, Weight.ALL, "", null, true));
    assertThat(splitter.isGreenOpen(true)).isFalse();
    splitter.swap(table(Weight.ALL));
    nanos.addAndGet(Splitter.SILENCE_NANOS);
    assertThat(splitter.isGreenOpen(true)).isFalse();
  }

  @Test
  void theActualWeightIsTheOneInForceWhileTheControlThreadLives() {
    assertThat(splitter.actual(true)).isEqualTo(Weight.ALL);
    nanos.addAndGet(Splitter.SILENCE_NANOS);
    assertThat(splitter.actual(true)).isEqualTo(Weight.NONE);
  }

  private static SplitTable table(Weight green) {
    return new SplitTable(1, 1, green, "", null, false);
  }
}
