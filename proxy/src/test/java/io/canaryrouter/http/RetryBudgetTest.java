package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Seeds;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final FakeClock clock = new FakeClock();
  private final RetryBudget budget = new RetryBudget(clock.getAsLong());

  private int retries(int tries) {
    int granted = 0;
    for (int i = 0; i < tries; i++) {
      granted += budget.tryRetry(clock.getAsLong()) ? 1 : 0;
    }
    return granted;
  }

  private void requests(int count) {
    for (int i = 0; i < count; i++) {
      budget.request(clock.getAsLong());
    }
  }

  @Test
  void tenAreGrantedHoweverLittleTrafficThereIs() {
    assertThat(retries(50)).isEqualTo(10);
  }

  @Test
  void aFifthOfTheTrafficIsGranted() {
    requests(1_000);
    assertThat(retries(1_000)).isEqualTo(200);
  }

  @Test
  void trafficAndRetriesOfMoreThanTenSecondsAgoDoNotCount() {
    requests(1_000);
    assertThat(retries(1_000)).isEqualTo(200);
    clock.advanceSeconds(9);
    assertThat(retries(1)).isZero();
    clock.advanceSeconds(2);
    assertThat(retries(50)).isEqualTo(10);
  }

  @Test
  void aLongPauseEmptiesTheWindow() {
    requests(1_000);
    clock.advanceSeconds(100_000);
    assertThat(retries(50)).isEqualTo(10);
  }

  @Test
  void theBudgetIsThatOfAPlainListOfTheLastTenSeconds() {
    Seeds.rounds(
        50,
        random -> {
          FakeClock time = new FakeClock();
          long began = time.getAsLong();
          RetryBudget tried = new RetryBudget(began);
          Deque<long[]> model = new ArrayDeque<>();
          for (int i = 0; i < 2_000; i++) {
            time.advanceMillis(random.nextInt(40));
            long second = (time.getAsLong() - began) / 1_000_000_000L;
            model.removeIf(event -> second - event[0] >= 10);
            if (random.nextInt(10) < 7) {
              tried.request(time.getAsLong());
              model.add(new long[] {second, 0});
            } else {
              long requests = model.stream().filter(event -> event[1] == 0).count();
              long retries = model.size() - requests;
              boolean expected = retries < Math.max(10, requests / 5);
              assertThat(tried.tryRetry(time.getAsLong())).isEqualTo(expected);
              if (expected) {
                model.add(new long[] {second, 1});
              }
            }
          }
        });
  }
}
