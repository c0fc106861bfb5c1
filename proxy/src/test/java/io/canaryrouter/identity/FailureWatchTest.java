package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import org.junit.jupiter.api.Test;

class FailureWatchTest {
  private final FakeClock clock = new FakeClock();
  private final FailureWatch watch = new FailureWatch(clock.getAsLong(), 0, 0);
  private long checked;
  private long failed;

  @Test
  void withoutFailuresThereIsNoJump() {
    assertThat(pass(900, 100, 0)).isEqualTo(new FailureShare(false, 0, 600, 0));
  }

  @Test
  void failuresFromTheStartAreAJump() {
    assertThat(pass(60, 10, 10).isJump()).isTrue();
  }

  @Test
  void aFewFailuresAreNoJump() {
    assertThat(pass(60, 3, 3)).isEqualTo(new FailureShare(false, 18, 18, 0));
    assertThat(pass(60, 1_000, 99).isJump()).isFalse();
  }

  @Test
  void fiveTimesTheUsualShareIsAJump() {
    pass(660, 100, 4);
    assertThat(pass(60, 100, 20).isJump()).isFalse();
    assertThat(pass(60, 100, 45).isJump()).isTrue();
  }

  @Test
  void aJumpLastsUntilTheShareHasComeDown() {
    pass(660, 100, 0);
    assertThat(pass(60, 100, 90).isJump()).isTrue();
    FailureShare hourLater = pass(3_600, 100, 90);
    assertThat(hourLater.isJump()).isTrue();
    assertThat(hourLater.usual()).isZero();
    assertThat(pass(60, 100, 9).isJump()).isFalse();
    assertThat(pass(60, 0, 0).isJump()).isFalse();
  }

  @Test
  void anIdleMinuteEndsAJump() {
    assertThat(pass(60, 100, 100).isJump()).isTrue();
    assertThat(pass(60, 0, 0).isJump()).isFalse();
  }

  @Test
  void itLooksEveryTenSecondsAtMost() {
    pass(60, 10, 0);
    clock.advanceSeconds(9);
    failed = 1_000;
    checked += 1_000;
    assertThat(watch.look(clock.getAsLong(), checked, failed).isJump()).isFalse();
    clock.advanceSeconds(1);
    assertThat(watch.look(clock.getAsLong(), checked, failed).isJump()).isTrue();
  }

  @Test
  void aLateLookComparesWhatItHas() {
    pass(660, 100, 0);
    clock.advanceSeconds(3_600);
    checked += 1_000;
    failed += 1_000;
    FailureShare late = watch.look(clock.getAsLong(), checked, failed);
    assertThat(late.sentence()).isNotEmpty();
    assertThat(pass(60, 100, 0).isJump()).isFalse();
  }

  /** Lets time pass, with so many tokens every ten seconds; what the last look saw. */
  private FailureShare pass(int seconds, long checkedEach, long failedEach) {
    FailureShare share = FailureShare.NOTHING_SEEN;
    for (int i = 0; i < seconds / 10; i++) {
      clock.advanceSeconds(10);
      checked += checkedEach;
      failed += failedEach;
      share = watch.look(clock.getAsLong(), checked, failed);
    }
    return share;
  }
}
