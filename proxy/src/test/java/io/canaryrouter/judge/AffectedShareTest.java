package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether more of the newly affected users are on green than its weight allows. */
class AffectedShareTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long PLAN = TimeUnit.HOURS.toNanos(48);
  private static final Weight TENTH = Weight.parse("10%");

  /** The level of the fast test of errors: 0.01 · 0.15 spent over 48 blocks of an hour. */
  private static final double FAST_LEVEL = new AlphaBudget(0.01, PLAN).logNeeded(0.15, HOUR);

  @ParameterizedTest
  @CsvSource({"1%, 4", "5%, 5", "10%, 6", "25%, 10", "50%, 19"})
  void aGreenThatIsBadFromTheStartIsFoundByThisManyUsers(String weight, int users) {
    AffectedShare test = AffectedShare.fast(0);
    assertThat(test.greenUsersNeeded(FAST_LEVEL, Weight.parse(weight))).isEqualTo(users);
    for (int user = 1; user <= users; user++) {
      assertThat(test.logEvidence()).isLessThan(FAST_LEVEL);
      test.record(user, Stack.GREEN, Weight.parse(weight));
    }
    assertThat(test.logEvidence()).isGreaterThanOrEqualTo(FAST_LEVEL);
  }

  @ParameterizedTest
  @CsvSource({"1%, 4", "5%, 6", "10%, 8", "25%, 12", "50%, 24"})
  void aGreenThatTurnsBadLaterIsFoundByThisManyUsers(String weight, int users) {
    Weight green = Weight.parse(weight);
    ShareWealth wealth = new ShareWealth(60);
    for (int user = 0; user < 100_000; user++) {
      wealth.bet(Stack.BLUE, green);
    }
    wealth.inject();
    assertThat(wealth.greenUsersNeeded(FAST_LEVEL, green)).isEqualTo(users);
  }

  /** Users come at random, the stacks by the hash alone; evidence is looked at after every one. */
  @ParameterizedTest
  @ValueSource(strings = {"0.01%", "1%", "10%", "50%", "90%", "99.99%"})
  void aGreenThatIsNoWorseReachesALevelNoMoreOftenThanAllowed(String weight) {
    Weight green = Weight.parse(weight);
    SplittableRandom random = new SplittableRandom(17);
    int runs = 1_000;
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      alarms += everReaches(Math.log(20), green, green.ratio(), random) ? 1 : 0;
    }
    double allowed = 0.05;
    double threeSigma = 3 * Math.sqrt(allowed * (1 - allowed) / runs);
    assertThat((double) alarms / runs).isLessThan(allowed + threeSigma);
  }

  @Test
  void aGreenThatIsBetterReachesItLessOftenAndAWorseOneNearlyAlways() {
    SplittableRandom random = new SplittableRandom(18);
    int better = 0;
    int worse = 0;
    for (int run = 0; run < 300; run++) {
      better += everReaches(Math.log(20), TENTH, 0.05, random) ? 1 : 0;
      worse += everReaches(Math.log(20), TENTH, 0.3, random) ? 1 : 0;
    }
    assertThat(better).isLessThan(9);
    assertThat(worse).isGreaterThan(295);
  }

  private static boolean everReaches(
      double level, Weight green, double share, SplittableRandom random) {
    ShareWealth wealth = new ShareWealth(60);
    for (int minute = 0; minute < 60; minute++) {
      for (int user = 0; user < 5; user++) {
        wealth.bet(random.nextDouble() < share ? Stack.GREEN : Stack.BLUE, green);
        if (wealth.logEvidence() >= level) {
          return true;
        }
      }
      wealth.inject();
    }
    return false;
  }

  /** The expectation of each bet under its coin, exactly: it is fair, so no level is cheated. */
  @ParameterizedTest
  @ValueSource(strings = {"0.01%", "5%", "50%", "99.99%"})
  void aBetIsFair(String weight) {
    Weight green = Weight.parse(weight);
    double before = evidenceAfter(green);
    double ifGreen = evidenceAfter(green, Stack.GREEN);
    double ifBlue = evidenceAfter(green, Stack.BLUE);
    double expected = green.ratio() * ifGreen + (1 - green.ratio()) * ifBlue;
    assertThat(expected).isCloseTo(before, within(1e-12));
  }

  private static double evidenceAfter(Weight green, Stack... users) {
    ShareWealth wealth = new ShareWealth(48);
    for (Stack stack : users) {
      wealth.bet(stack, green);
    }
    return Math.exp(wealth.logEvidence());
  }

  @Test
  void theWholeStakeIsOne() {
    AffectedShare test = AffectedShare.fast(0);
    assertThat(Math.exp(test.logEvidence())).isCloseTo(0.3, within(1e-12));
    test.tick(HOUR - 1);
    assertThat(Math.exp(test.logEvidence())).isCloseTo(0.3 + 0.7 * 59 / 60, within(1e-12));
  }

  @Test
  void oneUserIsOneUserHoweverOftenItFails() {
    AffectedShare test = AffectedShare.fast(0);
    for (int i = 0; i < 100_000; i++) {
      assertThat(test.record(7, Stack.GREEN, TENTH)).isEqualTo(i == 0);
    }
    assertThat(test.users(Stack.GREEN)).isEqualTo(1);
    assertThat(test.logEvidence()).isLessThan(Math.log(3));
  }

  @Test
  void aChangeOfWeightIsABetAtTheUsersOwnWeight() {
    AffectedShare mixed = AffectedShare.fast(0);
    AffectedShare other = AffectedShare.fast(0);
    for (int user = 0; user < 20; user++) {
      Weight green = user % 2 == 0 ? TENTH : Weight.parse("50%");
      mixed.record(user, user % 3 == 0 ? Stack.GREEN : Stack.BLUE, green);
    }
    for (int user = 19; user >= 0; user--) {
      Weight green = user % 2 == 0 ? TENTH : Weight.parse("50%");
      other.record(user, user % 3 == 0 ? Stack.GREEN : Stack.BLUE, green);
    }
    assertThat(mixed.logEvidence()).isCloseTo(other.logEvidence(), within(1e-9));
  }

  @Test
  void withNobodyOnAStackThereIsNothingToBetOn() {
    AffectedShare test = AffectedShare.fast(0);
    double before = test.logEvidence();
    assertThat(test.record(1, Stack.GREEN, Weight.NONE)).isFalse();
    assertThat(test.record(2, Stack.BLUE, Weight.ALL)).isFalse();
    assertThat(test.logEvidence()).isEqualTo(before);
    assertThat(test.greenUsersNeeded(1, Weight.NONE)).isEqualTo(ShareWealth.HOPELESS);
    assertThat(test.greenUsersNeeded(1, Weight.ALL)).isEqualTo(ShareWealth.HOPELESS);
    assertThat(test.record(1, Stack.GREEN, TENTH)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.01%", "50%", "99.99%"})
  void aMillionUsersOfOneStackOverflowNothing(String weight) {
    AffectedShare broken = AffectedShare.fast(0);
    AffectedShare fine = AffectedShare.fast(0);
    for (int user = 0; user < 1_000_000; user++) {
      broken.record(user, Stack.GREEN, Weight.parse(weight));
      fine.record(user, Stack.BLUE, Weight.parse(weight));
    }
    assertThat(broken.logEvidence()).isFinite().isGreaterThan(FAST_LEVEL);
    assertThat(fine.logEvidence()).isFinite().isLessThan(0);
    fine.tick(MINUTE);
    assertThat(Math.exp(fine.logEvidence())).isGreaterThanOrEqualTo(0.7 / 60 - 1e-9);
  }

  @Test
  void whenEveryPlaceIsTakenNobodyIsNewAndNothingAlarms() {
    AffectedShare test = AffectedShare.fast(0);
    for (int user = 0; user < 20_000_000; user++) {
      test.record(user, user % 10 == 0 ? Stack.GREEN : Stack.BLUE, TENTH);
    }
    assertThat(test.users(Stack.GREEN) + test.users(Stack.BLUE)).isEqualTo(UserHash.PLACES);
    test.tick(30 * MINUTE);
    double before = test.logEvidence();
    for (int user = 0; user < 1_000; user++) {
      test.record(-user, Stack.GREEN, TENTH);
    }
    assertThat(test.logEvidence()).isEqualTo(before).isLessThan(FAST_LEVEL);
  }

  @Test
  void aBlockBeginsAnewAfterAnHourAndTheSlowOneAfterThePlan() {
    AffectedShare fast = AffectedShare.fast(-5);
    AffectedShare slow = AffectedShare.slow(-5, PLAN);
    fast.record(1, Stack.GREEN, TENTH);
    slow.record(1, Stack.GREEN, TENTH);
    fast.tick(HOUR - 5);
    slow.tick(HOUR - 5);
    assertThat(fast.users(Stack.GREEN)).isZero();
    assertThat(Math.exp(fast.logEvidence())).isCloseTo(0.3, within(1e-12));
    assertThat(slow.users(Stack.GREEN)).isEqualTo(1);
    assertThat(slow.record(1, Stack.GREEN, TENTH)).isFalse();
    slow.tick(PLAN - 5);
    assertThat(slow.users(Stack.GREEN)).isZero();
  }

  @Test
  void timeThatStepsBackStandsStillAndALeapPutsInWhatIsDue() {
    AffectedShare test = AffectedShare.fast(0);
    test.tick(10 * MINUTE);
    double ten = test.logEvidence();
    test.tick(MINUTE);
    test.tick(Long.MIN_VALUE);
    assertThat(test.logEvidence()).isEqualTo(ten);
    test.tick(1_000 * HOUR + 10 * MINUTE);
    assertThat(test.logEvidence()).isCloseTo(ten, within(1e-12));
  }

  /** Users as processes have seen them, told once more, in another order and all in one go. */
  @Test
  void whatSeveralProcessesSawIsAsIfOneHadSeenAllOfIt() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AffectedShare one = AffectedShare.fast(0);
      AffectedShare judging = AffectedShare.fast(0);
      for (int minute = 1; minute < 20; minute++) {
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          long user = random.nextInt(500);
          one.record(user, stackOf(user), TENTH);
          seen.add(user);
          seen.add(user);
        }
        Collections.shuffle(seen, new Random(seed));
        seen.forEach(user -> judging.record(user, stackOf(user), TENTH));
        one.tick(minute * MINUTE);
        judging.tick(minute * MINUTE);
        assertThat(judging.logEvidence()).isCloseTo(one.logEvidence(), within(1e-9));
      }
      assertThat(judging.users(Stack.GREEN)).isEqualTo(one.users(Stack.GREEN));
      assertThat(judging.users(Stack.BLUE)).isEqualTo(one.users(Stack.BLUE));
    }
  }

  private static Stack stackOf(long user) {
    return user % 10 == 0 ? Stack.GREEN : Stack.BLUE;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 10_000, 400_000})
  void aCheckpointGoesOnAsIfNothingHadHappened(int users) throws IOException {
    AffectedShare test = AffectedShare.fast(1_000);
    for (int user = 0; user < users; user++) {
      test.record(user, user % 10 == 0 ? Stack.GREEN : Stack.BLUE, TENTH);
    }
    test.tick(1_000 + 7 * MINUTE);
    byte[] written = written(test);
    assertThat(written.length).isLessThan(200 + Math.min(3 * users, 192 * 1_024));

    AffectedShare resumed = AffectedShare.fast(0);
    long then = -99 * HOUR;
    resumed.readFrom(new DataInputStream(new ByteArrayInputStream(written)), then);
    test.record(-1, Stack.GREEN, TENTH);
    resumed.record(-1, Stack.GREEN, TENTH);
    test.tick(1_000 + 9 * MINUTE);
    resumed.tick(then + 2 * MINUTE);
    assertThat(resumed.logEvidence()).isEqualTo(test.logEvidence());
    assertThat(resumed.users(Stack.GREEN)).isEqualTo(test.users(Stack.GREEN));
    assertThat(resumed.users(Stack.BLUE)).isEqualTo(test.users(Stack.BLUE));
    assertThat(written(resumed)).isEqualTo(written(test));
  }

  /** Every byte is destroyed once: it reads something possible or says that it cannot. */
  @Test
  void aDamagedCheckpointIsRefusedAndLeavesAFreshTest() throws IOException {
    AffectedShare test = AffectedShare.fast(0);
    for (int user = 0; user < 100; user++) {
      test.record(user, user % 10 == 0 ? Stack.GREEN : Stack.BLUE, TENTH);
    }
    byte[] written = written(test);
    SplittableRandom random = new SplittableRandom(1);
    for (int at = 0; at < written.length; at++) {
      byte[] damaged = written.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      AffectedShare resumed = AffectedShare.fast(0);
      try {
        resumed.readFrom(new DataInputStream(new ByteArrayInputStream(damaged)), 0);
      } catch (IOException refused) {
        assertThat(Math.exp(resumed.logEvidence())).isCloseTo(0.3, within(1e-12));
      }
      resumed.tick(MINUTE);
      assertThat(resumed.logEvidence()).isNotNaN();
    }
    byte[] cut = Arrays.copyOf(written, written.length - 1);
    assertThatThrownBy(() ->
            AffectedShare.fast(0).readFrom(new DataInputStream(new ByteArrayInputStream(cut)), 0))
        .isInstanceOf(IOException.class);
  }

  private static byte[] written(AffectedShare test) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    test.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void memoryIsTheSameForAMillionUsers() {
    AffectedShare test = AffectedShare.fast(0);
    test.record(1, Stack.GREEN, TENTH);
    long one = Footprint.of(test);
    for (int user = 0; user < 1_000_000; user++) {
      test.record(user, Stack.BLUE, TENTH);
    }
    assertThat(Footprint.of(test)).isLessThanOrEqualTo(one).isLessThan(130 * 1_024);
  }
}
