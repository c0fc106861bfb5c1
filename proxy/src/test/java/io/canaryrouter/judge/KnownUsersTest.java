package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Footprint;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is a user's once a stack has answered it with a 2xx. */
class KnownUsersTest {
  private final KnownUsers known = new KnownUsers();
  private final SplittableRandom random = new SplittableRandom(1);

  private boolean answered(long user, Stack stack, int status) {
    return answered(user, stack, status, false);
  }

  private boolean answered(long user, Stack stack, int status, boolean rescued) {
    Outcome outcome = Outcome.ofStatus(status);
    return known.record(
            new Sample(0, 1, stack, outcome, status, rescued, true, user, 1_000_000, Route.OTHER))
        == KnownUsers.SERVED;
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void aKeyIsKnownFromItsFirstAnswerOnWhicheverStackAnswered(int status) {
    for (Stack stack : Stack.values()) {
      long user = random.nextLong();
      assertThat(answered(user, stack, 500)).as("before").isFalse();
      assertThat(answered(user, stack, status)).as("now").isTrue();
      assertThat(answered(user, stack.other(), 500)).as("after").isTrue();
    }
  }

  @Test
  void anAccountThatOnlyFailsIsHopelessInTheEndUntilItIsServed() {
    for (int failures = 1; failures <= 12; failures++) {
      assertThat(failed(5)).isEqualTo(Math.min(failures, KnownUsers.HOPELESS));
    }
    assertThat(answered(5, Stack.BLUE, 404)).isFalse();
    assertThat(answered(5, Stack.BLUE, 200)).isTrue();
    assertThat(failed(5)).isEqualTo(KnownUsers.SERVED);
  }

  @Test
  void failuresOfKeysThatNobodyVouchesForAreNotRemembered() {
    for (int i = 0; i < 100; i++) {
      Sample forged =
          new Sample(
              0,
              1,
              Stack.GREEN,
              Outcome.SERVER_ERROR,
              500,
              false,
              true,
              5,
              false,
              1,
              1,
              Route.OTHER,
              Remark.NONE);
      assertThat(known.record(forged)).isZero();
    }
  }

  private int failed(long user) {
    return known.record(
        new Sample(
            0, 1, Stack.GREEN, Outcome.SERVER_ERROR, 500, false, true, user, 1, Route.OTHER));
  }

  @Test
  void whatBlueAnsweredInGreensPlaceVouchesForAKey() {
    assertThat(answered(77, Stack.GREEN, 500, true)).isTrue();
    assertThat(answered(77, Stack.GREEN, 500)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101, 199, 300, 302, 401, 404, 429, 499, 500, 503})
  void noOtherAnswerVouchesForAKey(int status) {
    for (int i = 0; i < 100; i++) {
      answered(77, Stack.GREEN, status);
    }
    assertThat(answered(77, Stack.GREEN, 500)).isFalse();
  }

  @Test
  void noKeyIsKnownFromTheBeginning() {
    for (long user : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(answered(user, Stack.GREEN, 500)).isFalse();
    }
  }

  @Test
  void inventedKeysAreHardlyEverTakenForKnown() {
    for (int i = 0; i < 100_000; i++) {
      answered(random.nextLong(), Stack.BLUE, 200);
    }
    int mistaken = 0;
    for (int i = 0; i < 1_000_000; i++) {
      mistaken += answered(random.nextLong(), Stack.GREEN, 500) ? 1 : 0;
    }
    assertThat(mistaken).isZero();
  }

  @Test
  void theLastFiftyThousandAreNearlyAllRememberedAndAMillionTakeNoMoreRoom() {
    long room = Footprint.of(known);
    for (int i = 0; i < 1_000_000; i++) {
      answered(random.nextLong(), Stack.BLUE, 200);
    }
    SplittableRandom last = random.split();
    SplittableRandom again = new SplittableRandom(2);
    SplittableRandom same = new SplittableRandom(2);
    for (int i = 0; i < 50_000; i++) {
      answered(again.nextLong(), Stack.BLUE, 200);
    }
    int remembered = 0;
    for (int i = 0; i < 50_000; i++) {
      remembered += answered(same.nextLong(), Stack.GREEN, 404) ? 1 : 0;
    }
    assertThat(remembered).isGreaterThan(49_000);
    assertThat(answered(last.nextLong(), Stack.GREEN, 500)).isFalse();
    assertThat(Footprint.of(known)).isEqualTo(room).isBetween(512L << 10, 513L << 10);
  }
}
