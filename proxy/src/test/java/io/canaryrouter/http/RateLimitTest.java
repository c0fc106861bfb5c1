package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final RateLimit limit = new RateLimit();
  private final FakeClock clock = new FakeClock();

  private int passing(String address, int attempts) {
    int passed = 0;
    for (int i = 0; i < attempts; i++) {
      passed += limit.tryPass(address, clock.getAsLong()) ? 1 : 0;
    }
    return passed;
  }

  @Test
  void aClientPassesABurstThenOnlyWhatTheSecondsBring() {
    assertThat(passing("203.0.113.7", 1_000)).isEqualTo(RateLimit.BURST);
    clock.advanceSeconds(2);
    assertThat(passing("203.0.113.7", 1_000)).isEqualTo(2 * RateLimit.PER_SECOND);
  }

  @Test
  void whoComesBackAfterAWhileHasNoMoreThanABurst() {
    assertThat(passing("203.0.113.7", 1_000)).isEqualTo(RateLimit.BURST);
    clock.advanceSeconds(100_000);
    assertThat(passing("203.0.113.7", 1_000)).isEqualTo(RateLimit.BURST);
  }

  @Test
  void oneClientTakesNothingFromAnother() {
    assertThat(passing("203.0.113.7", 1_000)).isEqualTo(RateLimit.BURST);
    assertThat(passing("203.0.113.8", 1)).isOne();
    assertThat(passing("unknown", 1)).isOne();
  }

  @Test
  void anIpv6NetworkIsOneClient() {
    assertThat(passing("2001:db8:1:2::1", RateLimit.BURST)).isEqualTo(RateLimit.BURST);
    assertThat(passing("2001:db8:1:2:ffff::9", 1)).isZero();
    assertThat(passing("2001:db8:1:3::1", 1)).isOne();
  }

  @Test
  void howeverAClientTimesItsRequestsItNeverGetsMoreThanBurstAndRate() {
    Seeds.rounds(
        50,
        random -> {
          String address = "client-" + random.nextLong();
          long began = clock.getAsLong();
          int passed = 0;
          for (int i = 0; i < 300; i++) {
            clock.advanceMillis(pause(random));
            passed += limit.tryPass(address, clock.getAsLong()) ? 1 : 0;
            double seconds = (clock.getAsLong() - began) / 1e9;
            assertThat((double) passed).isLessThanOrEqualTo(RateLimit.BURST + 1 + seconds * 10);
          }
        });
  }

  private static long pause(Random random) {
    return random.nextInt(20) == 0 ? random.nextInt(3_000) : random.nextInt(30);
  }
}
