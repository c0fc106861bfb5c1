package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final FakeClock clock = new FakeClock();
  private final Allowance allowance = new Allowance(3, Duration.ofSeconds(6), 2, clock);

  @Test
  void aBurstIsAllowedAndThenOneInEachSpan() {
    for (int i = 0; i < 3; i++) {
      assertThat(allowance.take("a")).isZero();
    }
    assertThat(allowance.take("a")).isEqualTo(6);
    clock.advanceSeconds(5);
    assertThat(allowance.take("a")).isEqualTo(1);
    clock.advanceSeconds(1);
    assertThat(allowance.take("a")).isZero();
    assertThat(allowance.take("a")).isEqualTo(6);
  }

  @Test
  void whatIsNotUsedIsSavedUpToTheBurst() {
    allowance.take("a");
    clock.advanceSeconds(3_600);
    for (int i = 0; i < 3; i++) {
      assertThat(allowance.take("a")).isZero();
    }
    assertThat(allowance.take("a")).isPositive();
  }

  @Test
  void everyNameHasItsOwn() {
    for (int i = 0; i < 4; i++) {
      allowance.take("a");
    }
    assertThat(allowance.take("b")).isZero();
    assertThat(allowance.waitSeconds("a")).isPositive();
  }

  @Test
  void aNameThatWasNotSeenForLongIsForgottenWhenThereAreTooMany() {
    for (int i = 0; i < 4; i++) {
      allowance.take("a");
    }
    allowance.take("b");
    allowance.take("c");
    assertThat(allowance.waitSeconds("a")).isZero();
  }

  @Test
  void howeverItIsAskedNoMoreIsGivenThanTheBurstAndWhatHasGrownSince() {
    Seeds.rounds(
        20,
        random -> {
          Allowance fast = new Allowance(5, Duration.ofMillis(100), 10, clock);
          long given = 0;
          long elapsedMillis = 0;
          for (int i = 0; i < 1_000; i++) {
            long pause = random.nextInt(200);
            clock.advanceMillis(pause);
            elapsedMillis += pause;
            given += fast.take("a") == 0 ? 1 : 0;
            assertThat(given).isLessThanOrEqualTo(5 + elapsedMillis / 100);
          }
          assertThat(given).isGreaterThan(elapsedMillis / 200);
        });
  }
}
