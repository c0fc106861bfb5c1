package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.InstanceHealth.State;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InstanceHealthTest {
  private static final HealthSettings THREE_DOWN_TWO_UP = HealthSettings.DEFAULTS;

  private final long start = Long.MAX_VALUE - 1_000;

  @Test
  void twoGoodProbesBringAnInstanceUp() {
    InstanceHealth health = InstanceHealth.first(start);
    assertThat(probed(health, true).state()).isEqualTo(State.UNPROBED);
    assertThat(probed(health, true, true).state()).isEqualTo(State.UP);
  }

  @Test
  void threeFailedProbesInARowTakeAnInstanceDown() {
    InstanceHealth up = probed(InstanceHealth.first(start), true, true);
    assertThat(probed(up, false, false, true, false, false).state()).isEqualTo(State.UP);
    assertThat(probed(up, false, false, false).state()).isEqualTo(State.DOWN);
  }

  @Test
  void oneGoodProbeDoesNotBringADeadInstanceBack() {
    InstanceHealth down = probed(InstanceHealth.first(start), false, false, false);
    assertThat(probed(down, true, false, true).state()).isEqualTo(State.DOWN);
    assertThat(probed(down, true, true).state()).isEqualTo(State.UP);
  }

  @Test
  void aProbeThatTellsNothingNewChangesNothing() {
    InstanceHealth up = probed(InstanceHealth.first(start), true, true);
    assertThat(probed(up, true)).isSameAs(up);
    InstanceHealth down = probed(InstanceHealth.first(start), false, false, false);
    assertThat(probed(down, false)).isSameAs(down);
  }

  @Test
  void fiveFailedRequestsInARowDeserveAnEjection() {
    InstanceHealth four = failed(InstanceHealth.first(start), 4);
    assertThat(four.deservesEjection(start)).isFalse();
    assertThat(failed(four, 1).deservesEjection(start)).isTrue();
    assertThat(failed(four.succeeded(start), 4).deservesEjection(start)).isFalse();
  }

  @Test
  void eachEjectionIsTwiceAsLongAsTheOneBeforeUpToAMinute() {
    InstanceHealth health = InstanceHealth.first(start);
    long now = start;
    long[] expectedSeconds = {5, 10, 20, 40, 60, 60, 60};
    for (long seconds : expectedSeconds) {
      health = health.ejected(0, now);
      assertThat(health.ejectedUntilNanos() - now).isEqualTo(seconds(seconds));
      now = health.ejectedUntilNanos();
      assertThat(health.isEjected(now - 1)).isTrue();
      assertThat(health.isEjected(now)).isFalse();
    }
  }

  @Test
  void jitterOnlyShortensAnEjectionAndByATenthAtMost() {
    InstanceHealth ejected = InstanceHealth.first(start).ejected(1, start);
    assertThat(ejected.ejectedUntilNanos() - start).isEqualTo(seconds(5) * 9 / 10);
  }

  @Test
  void theBackOffDecaysOneStepForEachHalfMinuteOfServing() {
    InstanceHealth twice =
        InstanceHealth.first(start).ejected(0, start).ejected(0, start + seconds(5));
    long back = start + seconds(15);
    assertThat(twice.succeeded(back + seconds(29))).isSameAs(twice);
    InstanceHealth once = twice.succeeded(back + seconds(30));
    assertThat(once.ejections()).isEqualTo(1);
    assertThat(once.succeeded(back + seconds(59)).ejections()).isEqualTo(1);
    InstanceHealth forgiven = once.succeeded(back + seconds(60));
    assertThat(forgiven.ejections()).isZero();
    assertThat(forgiven.isTroubled()).isFalse();
  }

  @Test
  void whatFailsDuringAnEjectionDoesNotCountAfterIt() {
    InstanceHealth ejected = failed(InstanceHealth.first(start), 5).ejected(0, start);
    assertThat(ejected.failed(start + 1)).isSameAs(ejected);
    assertThat(ejected.failures()).isZero();
  }

  @Test
  void aRequestThatWasServedWhileProbesFailVouchesForHalfAMinute() {
    InstanceHealth failing = probed(InstanceHealth.first(start), true, true, false);
    InstanceHealth down = probed(failing.vouched(start), false, false);
    assertThat(down.state()).isEqualTo(State.DOWN);
    assertThat(down.isVouchedFor(start + seconds(30) - 1)).isTrue();
    assertThat(down.isVouchedFor(start + seconds(30))).isFalse();
    assertThat(down.vouched(start + seconds(20)).isVouchedFor(start + seconds(49))).isTrue();
  }

  @Test
  void nobodyVouchesForAnInstanceThatServedOnlyBeforeItsProbesFailed() {
    InstanceHealth up = probed(InstanceHealth.first(start), true, true);
    assertThat(up.vouched(start)).isSameAs(up);
    assertThat(probed(up, false, false, false).isVouchedFor(start)).isFalse();
  }

  @Test
  void nobodyVouchesForAnInstanceThatFailsFiveRequestsInARow() {
    InstanceHealth down = probed(InstanceHealth.first(start), false, false, false).vouched(start);
    assertThat(failed(down, 4).isVouchedFor(start)).isTrue();
    assertThat(failed(down, 5).isVouchedFor(start)).isFalse();
    assertThat(failed(down, 4).succeeded(start).isVouchedFor(start)).isTrue();
    assertThat(down.ejected(0, start).isVouchedFor(start + seconds(6))).isFalse();
  }

  @Test
  void manyRequestsVouchOnceASecond() {
    InstanceHealth down = probed(InstanceHealth.first(start), false, false, false).vouched(start);
    assertThat(down.vouched(start + seconds(1) - 1)).isSameAs(down);
    assertThat(down.vouched(start + seconds(1))).isNotEqualTo(down);
  }

  @Test
  void aSlowStartGrowsFromATenthToTheWholeInTenSeconds() {
    InstanceHealth health = InstanceHealth.appeared(start);
    assertThat(health.weight(start)).isEqualTo(0.1);
    assertThat(health.weight(start + seconds(5))).isEqualTo(0.55);
    assertThat(health.weight(start + seconds(10))).isEqualTo(1);
    assertThat(health.weight(start + seconds(1_000))).isEqualTo(1);
  }

  @Test
  void anInstanceReturnsFromAnEjectionWithASlowStart() {
    InstanceHealth ejected = InstanceHealth.first(start).ejected(0, start);
    assertThat(ejected.weight(start + seconds(5))).isEqualTo(0.1);
    assertThat(ejected.weight(start + seconds(15))).isEqualTo(1);
    assertThat(ejected.ramped(start + 1).weight(start + seconds(10))).isEqualTo(0.55);
  }

  @Test
  void theFirstInstancesTakeTheirWholeShareAtOnce() {
    assertThat(InstanceHealth.first(start).weight(start)).isEqualTo(1);
  }

  private static InstanceHealth probed(InstanceHealth health, boolean... results) {
    InstanceHealth now = health;
    for (boolean good : results) {
      now = now.probed(good, THREE_DOWN_TWO_UP);
    }
    return now;
  }

  private InstanceHealth failed(InstanceHealth health, int times) {
    InstanceHealth now = health;
    for (int i = 0; i < times; i++) {
      now = now.failed(start);
    }
    return now;
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
