package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BucketLayoutTest {
  private static final BucketLayout CLASSIC = new BucketLayout(Durations.UPPER_BOUNDS_SECONDS);

  @Test
  void everyDurationStandsInTheNativeBucketThatHoldsIt() {
    Seeds.rounds(
        20_000,
        random -> {
          long nanos = duration(random);
          int cell = CLASSIC.cell(nanos);
          double seconds = nanos / 1e9;
          int index = CLASSIC.nativeIndex(cell);
          if (CLASSIC.isZero(cell)) {
            assertThat(seconds).isLessThanOrEqualTo(BucketLayout.ZERO_THRESHOLD_SECONDS);
          } else {
            assertThat(seconds).isGreaterThan(BucketLayout.upperSeconds(index - 1));
            assertThat(seconds).isLessThanOrEqualTo(BucketLayout.upperSeconds(index));
          }
        });
  }

  @Test
  void everyDurationStandsInTheClassicBucketThatHoldsIt() {
    Seeds.rounds(
        20_000,
        random -> {
          long nanos = nearABound(random);
          int bucket = CLASSIC.classicIndex(CLASSIC.cell(nanos));
          List<Double> bounds = CLASSIC.classicBounds();
          if (bucket < bounds.size()) {
            assertThat(nanos / 1e9).isLessThanOrEqualTo(bounds.get(bucket));
          }
          if (bucket > 0) {
            assertThat(nanos / 1e9).isGreaterThan(bounds.get(bucket - 1));
          }
        });
  }

  @Test
  void theBoundsAreThoseOfPrometheus() {
    assertThat(BucketLayout.upperSeconds(0)).isEqualTo(1);
    assertThat(BucketLayout.upperSeconds(32)).isEqualTo(2);
    assertThat(BucketLayout.upperSeconds(-16)).isEqualTo(0.7071067811865475, within(1e-15));
    assertThat(BucketLayout.upperSeconds(-14 * 32)).isEqualTo(BucketLayout.ZERO_THRESHOLD_SECONDS);
  }

  @Test
  void theEndsTakeWhatLiesBeyondThem() {
    assertThat(CLASSIC.cell(-5)).isZero();
    assertThat(CLASSIC.cell(0)).isZero();
    assertThat(CLASSIC.isZero(CLASSIC.cell(61_000))).isTrue();
    assertThat(CLASSIC.isZero(CLASSIC.cell(62_000))).isFalse();
    assertThat(CLASSIC.cell(Long.MAX_VALUE)).isEqualTo(CLASSIC.cells() - 1);
    assertThat(CLASSIC.cell(TimeUnit.HOURS.toNanos(2))).isEqualTo(CLASSIC.cells() - 1);
  }

  @Test
  void theMiddleOfACellIsWithinTwoPercentOfWhatItHolds() {
    Seeds.rounds(
        20_000,
        random -> {
          long nanos =
              62_000 + (long) (TimeUnit.MINUTES.toNanos(60) * Math.pow(random.nextDouble(), 9));
          long middle = BucketLayout.NATIVE.middleNanos(BucketLayout.NATIVE.cell(nanos));
          assertThat(Math.abs(middle - nanos) / (double) nanos).isLessThan(0.0111);
        });
  }

  /** Each order of magnitude alike. */
  private static long duration(Random random) {
    return (long) Math.pow(10, random.nextDouble() * 12.5);
  }

  private static long nearABound(Random random) {
    List<Double> bounds = new ArrayList<>(CLASSIC.classicBounds());
    double bound = bounds.get(random.nextInt(bounds.size()));
    return Math.round(bound * 1e9) + random.nextInt(3) - 1;
  }
}
