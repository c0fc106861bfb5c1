package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether green's scores are higher than blue's by more than its users explain. */
class SliceTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** The reference values were computed with 50 digits. */
  @ParameterizedTest
  @CsvSource({
    "-1e150, -346.306702482312",
    "-40, -4.608442013754",
    "-8, -3.013437159915",
    "-3, -2.107726221510",
    "-2.9, -2.079058234947",
    "-1, -1.341021645009",
    "0, -0.693147180560",
    "1, 0.327246220977",
    "3, 4.498649190035",
    "8, 32",
    "40, 800"
  })
  void theNormalTailIsExactAlsoWhereItUnderflows(double t, double expected) {
    assertThat(NormalTail.logScaled(t)).isCloseTo(expected, within(1e-11));
  }

  @Test
  void theNormalTailRisesAndHasNoSeamBetweenItsFormulas() {
    double last = Double.NEGATIVE_INFINITY;
    for (int i = -10_000; i <= 10_000; i++) {
      double t = i / 1_000.0;
      double value = NormalTail.logScaled(t);
      assertThat(value).as("at %s", t).isGreaterThan(last);
      last = value;
    }
    double seam = -2 * Math.sqrt(2);
    assertThat(NormalTail.logScaled(seam - 1e-12))
        .isCloseTo(NormalTail.logScaled(seam + 1e-12), within(1e-11));
  }

  /** Each user is slow or quick by itself, as people far away or near are. */
  @Test
  void clusteredUsersAreNoEvidenceThoughAVarianceOverRequestsWouldSaySo() {
    Random random = new Random(11);
    double level = Math.log(100);
    int alarms = 0;
    int naive = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      Clusters clusters = new Clusters(random);
      SliceSums sums = new SliceSums();
      double[] iid = new double[6];
      clusters.feed(sums, iid);
      alarms += sums.evidence().reaches(level) ? 1 : 0;
      naive += SliceEvidence.logMixture(iidZ(iid), iid[0]) >= level ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(runs / 100);
    assertThat(naive).isGreaterThan(runs / 10);
  }

  @Test
  void aGreenThatIsSlowerForEverybodyIsFoundAmongClusteredUsers() {
    Random random = new Random(12);
    int found = 0;
    for (int run = 0; run < 50; run++) {
      Clusters clusters = new Clusters(random);
      clusters.onGreen = 0.15;
      SliceSums sums = new SliceSums();
      clusters.feed(sums, new double[6]);
      found += sums.evidence().reaches(Math.log(100)) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(45);
  }

  /** Users with a level of their own and between 5 and 60 requests; a tenth are on green. */
  private static final class Clusters {
    private final Random random;
    private double onGreen;

    Clusters(Random random) {
      this.random = random;
    }

    /** Into the sums, and as n, Σx and Σx² of green and of blue. */
    void feed(SliceSums sums, double[] iid) {
      for (int user = 0; user < 2_000; user++) {
        Stack stack = random.nextInt(10) == 0 ? Stack.GREEN : Stack.BLUE;
        double own = 0.15 + 0.7 * random.nextDouble() + (stack == Stack.GREEN ? onGreen : 0);
        long hash = random.nextLong();
        for (int i = 5 + random.nextInt(56); i > 0; i--) {
          double score = Math.max(0, Math.min(1, own + 0.15 * random.nextGaussian()));
          sums.recordIn(UserHash.slice(hash), stack, score);
          int at = stack == Stack.GREEN ? 0 : 3;
          iid[at]++;
          iid[at + 1] += score;
          iid[at + 2] += score * score;
        }
      }
    }
  }

  private static double iidZ(double[] iid) {
    double green = iid[2] - iid[1] * iid[1] / iid[0];
    double blue = iid[5] - iid[4] * iid[4] / iid[3];
    double k = iid[0] / iid[3];
    return (iid[1] - k * iid[4]) / Math.sqrt(green + k * k * blue);
  }

  /** Looked at after every block of users, the level is still held. */
  @Test
  void lookingAgainAndAgainDoesNotMakeAFalseAlarm() {
    Random random = new Random(13);
    int alarms = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      SliceSums sums = new SliceSums();
      boolean isAlarm = false;
      for (int user = 0; user < 3_000; user++) {
        Stack stack = random.nextInt(4) == 0 ? Stack.GREEN : Stack.BLUE;
        double own = random.nextDouble();
        for (int i = 0; i < 4; i++) {
          sums.recordIn(
              UserHash.slice(user + 10_000L * run), stack, (own + random.nextDouble()) / 2);
        }
        isAlarm |= user % 50 == 0 && sums.evidence().reaches(Math.log(20));
      }
      alarms += isAlarm ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(runs * 5 / 100);
  }

  @Test
  void twoProcessesSumsAddUpToThoseOfOne() {
    Random random = new Random(14);
    SliceSums one = new SliceSums();
    SliceSums left = new SliceSums();
    SliceSums right = new SliceSums();
    for (int i = 0; i < 10_000; i++) {
      long user = random.nextInt(300);
      Stack stack = user % 5 == 0 ? Stack.GREEN : Stack.BLUE;
      double score = random.nextDouble();
      one.recordIn(UserHash.slice(user), stack, score);
      (random.nextBoolean() ? left : right).recordIn(UserHash.slice(user), stack, score);
    }
    left.add(right);
    SliceEvidence merged = left.evidence();
    SliceEvidence expected = one.evidence();
    assertThat(merged.z()).isCloseTo(expected.z(), within(1e-9));
    assertThat(merged.logEvidence()).isCloseTo(expected.logEvidence(), within(1e-9));
    assertThat(merged.greenSamples()).isEqualTo(expected.greenSamples());
    assertThat(merged.greenUsers()).isEqualTo(expected.greenUsers()).isCloseTo(60, within(10.0));
  }

  @Test
  void oneUserWithAMillionSlowRequestsIsNotConclusive() {
    SliceSums sums = new SliceSums();
    for (int user = 0; user < 1_000; user++) {
      sums.recordIn(UserHash.slice(user), Stack.BLUE, 0.5);
    }
    for (int i = 0; i < 1_000_000; i++) {
      sums.recordIn(UserHash.slice(5_000), Stack.GREEN, 1);
    }
    assertThat(sums.evidence().isConclusive()).isFalse();
  }

  @Test
  void noScoreBreaksIt() {
    SliceSums sums = new SliceSums();
    double[] scores = {
      Double.NaN, -1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1e300, Double.MIN_VALUE
    };
    for (Stack stack : Stack.values()) {
      for (int user = 0; user < 200; user++) {
        for (double score : scores) {
          sums.recordIn(UserHash.slice(user), stack, score);
        }
      }
    }
    SliceEvidence evidence = sums.evidence();
    assertThat(evidence.greenSamples()).isEqualTo(1_000);
    assertThat(evidence.green()).isCloseTo(0.4, within(1e-9));
    assertThat(evidence.z()).isCloseTo(0, within(1e-9));
    assertThat(evidence.reaches(1)).isFalse();
  }

  @Test
  void withoutSamplesOfBothThereIsNoEvidence() {
    SliceSums sums = new SliceSums();
    assertThat(sums.evidence().logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    sums.recordIn(UserHash.slice(1), Stack.GREEN, 1);
    assertThat(sums.evidence().logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sums.evidence().reaches(-1e300)).isFalse();
    sums.clear();
    sums.recordIn(UserHash.slice(1), Stack.BLUE, 1);
    assertThat(sums.evidence().isConclusive()).isFalse();
  }

  @Test
  void scoresThatAreAllAlikeProveNothingAndAClearDifferenceAmongThemDoes() {
    SliceSums alike = new SliceSums();
    SliceSums apart = new SliceSums();
    for (int user = 0; user < 400; user++) {
      Stack stack = user % 4 == 0 ? Stack.GREEN : Stack.BLUE;
      alike.recordIn(UserHash.slice(user), stack, 0.5);
      apart.recordIn(UserHash.slice(user), stack, stack == Stack.GREEN ? 1 : 0.5);
    }
    assertThat(alike.evidence().z()).isZero();
    assertThat(apart.evidence().reaches(Math.log(1e6))).isTrue();
  }

  /** Each window holds what its length says, from whole numbers of five minutes. */
  @Test
  void windowsTumbleAndNest() {
    SliceWindows windows = new SliceWindows(-7);
    for (int minute = 0; minute < 200; minute++) {
      windows.tick(-7 + minute * MINUTE);
      windows.recordIn(UserHash.slice(minute), Stack.BLUE, 0.5);
      assertThat(blueSamples(windows, WindowLength.FIVE_MINUTES)).isEqualTo(minute % 5 + 1);
      assertThat(blueSamples(windows, WindowLength.TWENTY_MINUTES)).isEqualTo(minute % 20 + 1);
      assertThat(blueSamples(windows, WindowLength.EIGHTY_MINUTES)).isEqualTo(minute % 80 + 1);
      assertThat(blueSamples(windows, WindowLength.PHASE)).isEqualTo(minute + 1);
    }
    windows.tick(0);
    windows.tick(10_000 * MINUTE);
    assertThat(blueSamples(windows, WindowLength.EIGHTY_MINUTES)).isZero();
    assertThat(blueSamples(windows, WindowLength.PHASE)).isEqualTo(200);
    windows.restart(10_000 * MINUTE);
    assertThat(blueSamples(windows, WindowLength.PHASE)).isZero();
  }

  private static long blueSamples(SliceWindows windows, WindowLength window) {
    return windows.evidence(window).blueSamples();
  }

  @Test
  void aCheckpointOfTheWindowsGoesOnWhereItWas() throws IOException {
    Random random = new Random(15);
    SliceWindows windows = new SliceWindows(0);
    for (int i = 0; i < 5_000; i++) {
      windows.tick(i * MINUTE / 50);
      windows.recordIn(
          UserHash.slice(i),
          random.nextInt(9) == 0 ? Stack.GREEN : Stack.BLUE,
          random.nextDouble());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    windows.writeTo(new DataOutputStream(bytes));
    SliceWindows resumed = new SliceWindows(0);
    resumed.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), -1_000);
    windows.tick(101 * MINUTE);
    resumed.tick(-1_000 + 101 * MINUTE - 4_999 * MINUTE / 50);
    for (WindowLength window : WindowLength.values()) {
      SliceEvidence expected = windows.evidence(window);
      SliceEvidence evidence = resumed.evidence(window);
      assertThat(evidence.greenSamples()).isEqualTo(expected.greenSamples());
      assertThat(evidence.logEvidence()).isCloseTo(expected.logEvidence(), within(1e-9));
    }

    byte[] damaged = bytes.toByteArray();
    damaged[8] = (byte) 0xff;
    assertThatThrownBy(
            () -> resumed.readFrom(new DataInputStream(new ByteArrayInputStream(damaged)), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThat(blueSamples(resumed, WindowLength.PHASE)).isZero();
  }

  /** Users with sessions of many lengths; green's leave early or not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void throughputIsHeldAgainstNineTenthsOfItsPart(int divisor) {
    Random random = new Random(16);
    int alarms = 0;
    for (int run = 0; run < 100; run++) {
      Throughput left = new Throughput(Weight.parse("25%"));
      Throughput right = new Throughput(Weight.parse("25%"));
      for (int user = 0; user < 4_000; user++) {
        Stack stack = random.nextInt(4) == 0 ? Stack.GREEN : Stack.BLUE;
        int requests = 1 + random.nextInt(30);
        for (int i = stack == Stack.GREEN ? requests / divisor : requests; i > 0; i--) {
          (i % 2 == 0 ? left : right).record(user + 9_999L * run, stack);
        }
      }
      left.add(right);
      alarms += left.logEvidence() >= Math.log(100) ? 1 : 0;
      assertThat(left.relative()).isCloseTo(1.0 / divisor, within(0.2));
    }
    assertThat(alarms).isEqualTo(divisor == 1 ? 0 : 100);
  }

  @Test
  void throughputWithoutUsersOfBothSaysNothing() {
    Throughput none = new Throughput(Weight.NONE);
    assertThat(none.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(none.relative()).isNaN();
    for (int user = 0; user < 1_000; user++) {
      none.record(user, Stack.BLUE);
    }
    assertThat(none.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    none.restart(Weight.ALL);
    none.record(1, Stack.GREEN);
    assertThat(none.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(none.relative()).isNaN();
  }

  @Test
  void aCheckpointOfThroughputGoesOnWhereItWasAndADamagedOneBeginsAnew() throws IOException {
    Throughput written = new Throughput(Weight.parse("25%"));
    for (int user = 0; user < 2_000; user++) {
      written.record(user, user % 5 == 0 ? Stack.GREEN : Stack.BLUE);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    written.writeTo(new DataOutputStream(bytes));
    Throughput read = new Throughput(Weight.parse("25%"));
    read.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read.z()).isEqualTo(written.z());
    assertThat(read.relative()).isEqualTo(written.relative());

    byte[] damaged = bytes.toByteArray();
    damaged[damaged.length - 2] = 0x7f;
    assertThatThrownBy(() -> read.readFrom(new DataInputStream(new ByteArrayInputStream(damaged))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThat(read.total()).isZero();
  }
}
