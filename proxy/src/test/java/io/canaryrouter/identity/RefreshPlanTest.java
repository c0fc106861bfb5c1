package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import org.junit.jupiter.api.Test;

class RefreshPlanTest {
  private final FakeClock clock = new FakeClock();
  private double chance = 0.5;
  private final RefreshPlan plan = new RefreshPlan(() -> chance);

  @Test
  void theFirstFetchIsDueAtOnce() {
    assertThat(isDue(false)).isTrue();
  }

  @Test
  void aGoodSetIsFetchedAgainAfterFiveMinutes() {
    plan.fetched(clock.getAsLong());
    clock.advanceSeconds(299);
    assertThat(isDue(false)).isFalse();
    clock.advanceSeconds(1);
    assertThat(isDue(false)).isTrue();
  }

  @Test
  void pausesVaryByATenth() {
    chance = 0;
    plan.fetched(clock.getAsLong());
    clock.advanceSeconds(270);
    assertThat(isDue(false)).isTrue();
    chance = 1;
    plan.fetched(clock.getAsLong());
    clock.advanceSeconds(329);
    assertThat(isDue(false)).isFalse();
  }

  @Test
  void anUnknownKeyMakesOneFetchInHalfAMinuteAtMost() {
    plan.fetched(clock.getAsLong());
    clock.advanceSeconds(29);
    assertThat(isDue(true)).isFalse();
    clock.advanceSeconds(1);
    assertThat(isDue(true)).isTrue();
    assertThat(isDue(false)).isFalse();
  }

  @Test
  void failuresAreTriedAgainWithGrowingPausesOfFiveMinutesAtMost() {
    for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300, 300}) {
      plan.failed(clock.getAsLong());
      clock.advanceSeconds(seconds - 1);
      assertThat(isDue(false)).as("%d s", seconds).isFalse();
      clock.advanceSeconds(1);
      assertThat(isDue(false)).as("%d s", seconds).isTrue();
    }
    plan.fetched(clock.getAsLong());
    plan.failed(clock.getAsLong());
    clock.advanceSeconds(5);
    assertThat(isDue(false)).isTrue();
  }

  private boolean isDue(boolean isWanted) {
    return plan.isDue(clock.getAsLong(), isWanted);
  }
}
