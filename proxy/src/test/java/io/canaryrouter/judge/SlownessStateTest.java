package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What slowness keeps: how much, what survives a restart, and that no input breaks it. */
class SlownessStateTest {
  private static final long KIB = 1_024;
  private static final OptionalLong LIMIT = OptionalLong.of(5 * Pace.SECOND);

  @Test
  void aRestartOfTheRouterGoesOnWithTheEvidence() throws IOException {
    Pace written = new Pace(1).warm();
    written.green = 1.6;
    assertThat(written.minutesUntil(Ruling.SLOW, 30)).isLessThanOrEqualTo(30);
    Pace read = new Pace(2);
    read.slowness.readFrom(input(written), read.nanos);
    assertThat(read.ruling("latency_typical")).isEqualTo(written.ruling("latency_typical"));
    assertThat(read.ruling("latency_tail")).isEqualTo(written.ruling("latency_tail"));
    Evidence typical = evidence(written, "latency_typical");
    assertThat(evidence(read, "latency_typical").green()).isEqualTo(typical.green());
    assertThat(evidence(read, "latency_typical").log10()).isCloseTo(typical.log10(), within(1e-9));
    Evidence tail = evidence(written, "latency_tail");
    assertThat(tail.green().verifiedUsers()).isPositive();
    assertThat(evidence(read, "latency_tail")).isEqualTo(tail);
    read.green = 1.6;
    read.minutes(5);
    assertThat(read.slowness.worst().ruling()).isEqualTo(Ruling.SLOW);
  }

  private static Evidence evidence(Pace pace, String criterion) {
    return Objects.requireNonNull(pace.finding(criterion).status().evidence());
  }

  @Test
  void evidenceOfAnotherWeightIsLeftOutAndBluesScaleIsKept() throws IOException {
    Pace written = new Pace(3).warm();
    written.green = 1.3;
    written.minutes(30);
    assertThat(written.ruling("latency_typical")).isNotEqualTo(Ruling.NONE);
    Pace read = new Pace(4);
    read.weight(Weight.parse("25%"));
    read.slowness.readFrom(input(written), read.nanos);
    assertThat(read.ruling("latency_typical")).isEqualTo(Ruling.NONE);
    read.green = 1.6;
    read.minutes(1);
    assertThat(read.minutesUntil(Ruling.SLOW, 10)).isLessThanOrEqualTo(5);
  }

  @Test
  void aDamagedCheckpointIsRefusedOrHarmless() throws IOException {
    Pace written = new Pace(5).warm();
    written.minutes(20);
    byte[] bytes = bytes(written);
    RandomGenerator random = new SplittableRandom(5);
    int refused = 0;
    for (int run = 0; run < 60; run++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Pace read = new Pace(run);
      try {
        read.slowness.readFrom(input(damaged), read.nanos);
      } catch (IOException expected) {
        refused++;
      }
      assertThatCode(() -> read.minutes(1)).doesNotThrowAnyException();
    }
    assertThat(refused).isPositive();
    Pace read = new Pace(6);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> read.slowness.readFrom(input(cut), read.nanos))
        .isInstanceOf(IOException.class);
    assertThat(read.slowness.worst().status().level()).isEqualTo(Verdict.Level.INCONCLUSIVE);
  }

  private static DataInputStream input(Pace pace) throws IOException {
    return input(bytes(pace));
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(Pace pace) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pace.slowness.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** Of both stacks alike: whatever it is, it is nothing against green. */
  @Test
  void noInputBreaksItAndStacksThatAreAlikeDoNotTripIt() {
    RandomGenerator random = new SplittableRandom(7);
    long[] latencies = {Long.MIN_VALUE, -1, 0, 1, 1_000_000, 1_000_000_000, Long.MAX_VALUE};
    List<Outcome> outcomes = List.of(Outcome.values());
    Weight[] weights = {Weight.NONE, new Weight(1), Pace.TENTH, new Weight(5_000), Weight.ALL};
    Pace pace = new Pace(7, Pace.FAILOVER, Pace.route("page", LIMIT));
    long now = Long.MAX_VALUE - 3_600 * Pace.SECOND;
    pace.slowness.start(now, weights[2]);
    Ruling worst = Ruling.NONE;
    for (int step = 0; step < 100_000; step++) {
      now += random.nextInt(200) == 0 ? (random.nextInt(200) - 60) * Pace.SECOND : 50_000_000;
      long latency = latencies[random.nextInt(latencies.length)];
      Stack stack = random.nextInt(3) == 0 ? Stack.GREEN : Stack.BLUE;
      Outcome outcome = outcomes.get(random.nextInt(outcomes.size()));
      String route = random.nextBoolean() ? "page" : "unheard-of";
      pace.slowness.record(
          new Sample(now, 1, stack, outcome, 200, false, true, random.nextLong(), latency, route));
      if (random.nextInt(5_000) == 0) {
        pace.slowness.setWeight(now, weights[random.nextInt(weights.length)]);
      }
      if (random.nextInt(10) == 0) {
        pace.slowness.tick(now);
        worst = worst.or(pace.slowness.worst().ruling());
      }
    }
    assertThat(worst).isGreaterThan(Ruling.SLOW);
  }

  @Test
  void tenRoutesWithLimitsAndAMillionUsersTakeWhatIsWritten() {
    Pace plain = new Pace(8);
    Pace limited = new Pace(8, Pace.FAILOVER, routes(10));
    assertThat(Footprint.of(plain.slowness)).isLessThan(900 * KIB);
    long few = Footprint.of(limited.slowness);
    assertThat(few).isLessThan(1_300 * KIB);
    RandomGenerator random = new SplittableRandom(8);
    limited.nanos += 400 * Pace.SECOND;
    limited.slowness.tick(limited.nanos);
    for (int user = 0; user < 1_000_000; user++) {
      double millis = Math.exp(3 + 2 * random.nextGaussian());
      Stack stack = random.nextBoolean() ? Stack.GREEN : Stack.BLUE;
      limited.send(random.nextLong(), stack, millis, "route-" + user % 50);
      if (user % 1_000 == 0) {
        limited.nanos += Pace.SECOND;
        limited.slowness.tick(limited.nanos);
      }
    }
    assertThat(Footprint.of(limited.slowness)).isLessThan(few + 8 * KIB);
  }

  private static Route[] routes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Pace.route("route-" + i, LIMIT))
        .toArray(Route[]::new);
  }
}
