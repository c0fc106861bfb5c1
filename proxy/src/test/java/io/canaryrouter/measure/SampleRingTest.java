package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.canaryrouter.split.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SampleRingTest {
  @Test
  void samplesComeOutOnceInTheOrderTheyWentIn() {
    SampleRing ring = new SampleRing(8);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 6; i++) {
        ring.offer(sample(0, 10 * round + i));
      }
      assertThat(drained(ring))
          .extracting(Sample::latencyNanos)
          .containsExactly(
              10L * round,
              10L * round + 1,
              10L * round + 2,
              10L * round + 3,
              10L * round + 4,
              10L * round + 5);
    }
    assertThat(drained(ring)).isEmpty();
    assertThat(ring.lost()).isZero();
  }

  @Test
  void aFullRingDropsTheNewestAndCountsIt() {
    SampleRing ring = new SampleRing(4);
    for (int i = 0; i < 7; i++) {
      ring.offer(sample(0, i));
    }
    assertThat(ring.lost()).isEqualTo(3);
    assertThat(drained(ring)).extracting(Sample::latencyNanos).containsExactly(0L, 1L, 2L, 3L);
    ring.offer(sample(0, 9));
    assertThat(drained(ring)).hasSize(1);
  }

  @Test
  void ofAllSamplesOnlyJudgedFailuresOfGreenAreUrgent() {
    SampleRing ring = new SampleRing(64);
    List<String> urgent = new ArrayList<>();
    for (Stack stack : Stack.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (boolean judged : new boolean[] {true, false}) {
          ring.callUrgently(() -> urgent.add(stack + " " + outcome + " " + judged));
          ring.offer(new Sample(0, 1, stack, outcome, 0, false, judged, 1, 1, "other"));
        }
      }
    }
    assertThat(urgent)
        .containsExactlyInAnyOrder(
            "GREEN SERVER_ERROR true",
            "GREEN TIMEOUT true",
            "GREEN RESET true",
            "GREEN REFUSED true",
            "GREEN HUNG true");
  }

  @Test
  void aCapacityThatIsNoPowerOfTwoIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleRing(12));
  }

  @Test
  void underContentionEverySampleIsSeenOnceOrCountedAndEachProducersOrderIsKept() throws Exception {
    int producers = 4;
    int each = 50_000;
    SampleRing ring = new SampleRing(1_024);
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(producers);
    List<Future<?>> ends = new ArrayList<>();
    for (int producer = 0; producer < producers; producer++) {
      int id = producer;
      ends.add(threads.submit(() -> offerAll(ring, id, each, begin)));
    }
    List<Sample> seen = new ArrayList<>();
    begin.countDown();
    while (!ends.stream().allMatch(Future::isDone)) {
      ring.drain(seen::add);
    }
    for (Future<?> end : ends) {
      end.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    ring.drain(seen::add);
    assertThat(seen.size() + ring.lost()).isEqualTo((long) producers * each);
    for (int producer = 0; producer < producers; producer++) {
      long id = producer;
      assertThat(seen.stream().filter(s -> s.userHash() == id).map(Sample::latencyNanos))
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  private static void offerAll(SampleRing ring, int id, int count, CountDownLatch begin) {
    try {
      begin.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < count; i++) {
      ring.offer(sample(id, i));
    }
  }

  private static List<Sample> drained(SampleRing ring) {
    List<Sample> samples = new ArrayList<>();
    ring.drain(samples::add);
    return samples;
  }

  private static Sample sample(long producer, long number) {
    return new Sample(0, 1, Stack.BLUE, Outcome.OK, 200, false, true, producer, number, "other");
  }
}
