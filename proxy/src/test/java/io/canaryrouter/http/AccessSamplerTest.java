package io.canaryrouter.http;

import static io.canaryrouter.http.AccessFixture.EIGHTY_LINES;
import static io.canaryrouter.http.AccessFixture.MINUTE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessSamplerTest {
  private final AccessSampler sampler = new AccessSampler(EIGHTY_LINES);

  private List<Long> admit(int times, AccessEntry entry) {
    List<Long> lines = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long standsFor = sampler.admit(entry);
      if (standsFor > 0) {
        lines.add(standsFor);
      }
    }
    return lines;
  }

  @Test
  void everythingIsWrittenWhileHalfOfTheMinuteIsLeft() {
    assertThat(admit(40, AccessFixture.ok(Stack.BLUE))).hasSize(40).containsOnly(1L);
  }

  @Test
  void thenOrdinaryRequestsAreThinnedOutMoreAndMore() {
    admit(40, AccessFixture.ok(Stack.BLUE));
    assertThat(admit(100, AccessFixture.ok(Stack.BLUE))).hasSize(10).containsOnly(10L);
    assertThat(admit(1_000, AccessFixture.ok(Stack.BLUE))).hasSize(10).containsOnly(100L);
    assertThat(admit(10_000, AccessFixture.ok(Stack.BLUE))).hasSize(10).containsOnly(1_000L);
    assertThat(admit(100_000, AccessFixture.ok(Stack.BLUE))).isEmpty();
    assertThat(sampler.takeOmitted()).isEqualTo(new AccessSampler.Omitted(100_000, 0));
  }

  @Test
  void greenIsThinnedOutLater() {
    assertThat(admit(60, AccessFixture.ok(Stack.GREEN))).hasSize(60).containsOnly(1L);
    assertThat(admit(100, AccessFixture.ok(Stack.GREEN))).hasSize(10).containsOnly(10L);
  }

  @Test
  void noAmountOfGoodTrafficPushesOutAnError() {
    admit(1_000_000, AccessFixture.ok(Stack.BLUE));
    assertThat(admit(3, AccessFixture.failed(Failure.RESPONSE_TIMEOUT)))
        .containsExactly(1L, 1L, 1L);
    assertThat(admit(3, AccessFixture.failed(Failure.OVERLOADED))).hasSize(3);
    assertThat(admit(2, AccessFixture.slow())).hasSize(2);
    assertThat(admit(2, AccessFixture.rescued())).hasSize(2);
  }

  @Test
  void whatClientsDoWrongPushesOutNothing() {
    admit(1_000_000, AccessFixture.failed(Failure.BAD_REQUEST));
    admit(1_000_000, AccessFixture.failed(Failure.CLIENT_ABORT));
    admit(
        1_000_000,
        AccessFixture.entry(
            Stack.GREEN,
            new AccessEntry.Answered(408, Outcome.BAD_REQUEST, false, Failure.REQUEST_TIMEOUT),
            10_000_000_000L));
    assertThat(admit(10, AccessFixture.failed(Failure.CONNECTION_REFUSED))).hasSize(10);
  }

  @Test
  void aLongTunnelIsNotSlow() {
    AccessEntry tunnel =
        AccessFixture.entry(
            Stack.BLUE,
            new AccessEntry.Answered(101, Outcome.TUNNEL, false, null),
            3_600_000_000_000L);
    admit(1_000_000, AccessFixture.ok(Stack.BLUE));
    assertThat(admit(10, tunnel)).isEmpty();
  }

  @Test
  void moreErrorsThanLinesAreCounted() {
    assertThat(admit(100, AccessFixture.failed(Failure.RESPONSE_TIMEOUT))).hasSize(80);
    assertThat(sampler.takeOmitted()).isEqualTo(new AccessSampler.Omitted(0, 20));
    assertThat(sampler.takeOmitted()).isEqualTo(new AccessSampler.Omitted(0, 0));
  }

  @Test
  void everyMinuteHasItsOwnLines() {
    assertThat(sampler.roll(0)).isTrue();
    admit(100, AccessFixture.failed(Failure.RESPONSE_TIMEOUT));
    assertThat(sampler.roll(MINUTE_MILLIS - 1)).isFalse();
    assertThat(admit(1, AccessFixture.failed(Failure.RESPONSE_TIMEOUT))).isEmpty();
    assertThat(sampler.roll(MINUTE_MILLIS)).isTrue();
    sampler.takeOmitted();
    assertThat(admit(1, AccessFixture.failed(Failure.RESPONSE_TIMEOUT))).containsExactly(1L);
  }

  @Test
  void aClockThatJumpsBackDoesNotSilenceTheLog() {
    sampler.roll(10 * MINUTE_MILLIS);
    admit(100, AccessFixture.failed(Failure.RESPONSE_TIMEOUT));
    assertThat(sampler.roll(2 * MINUTE_MILLIS)).isTrue();
    sampler.takeOmitted();
    assertThat(admit(1, AccessFixture.failed(Failure.RESPONSE_TIMEOUT))).hasSize(1);
  }

  @Test
  void zeroLinesMeanNone() {
    AccessSampler none = new AccessSampler(new AccessLogSettings(true, 0, 1_000));
    assertThat(none.admit(AccessFixture.rescued())).isZero();
  }

  @Test
  void everyRequestIsStoodForOrCountedWhateverTheMixture() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<AccessEntry> kinds =
        List.of(
            AccessFixture.ok(Stack.BLUE),
            AccessFixture.ok(Stack.GREEN),
            AccessFixture.slow(),
            AccessFixture.failed(Failure.BAD_REQUEST),
            AccessFixture.failed(Failure.RESPONSE_TIMEOUT));
    for (int minute = 0; minute < 50; minute++) {
      sampler.roll(minute * MINUTE_MILLIS);
      int offered = random.nextInt(3_000);
      long told = 0;
      int lines = 0;
      for (int i = 0; i < offered; i++) {
        long standsFor = sampler.admit(kinds.get(random.nextInt(random.nextInt(5) + 1)));
        told += standsFor;
        lines += standsFor > 0 ? 1 : 0;
      }
      AccessSampler.Omitted omitted = sampler.takeOmitted();
      assertThat(told + omitted.ordinary() + omitted.important())
          .as("seed %d minute %d", seed, minute)
          .isEqualTo(offered);
      assertThat(lines).as("seed %d minute %d", seed, minute).isLessThanOrEqualTo(80);
    }
  }
}
