package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Footprint;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is measured of users takes the same memory whether they are few or a million. */
class ManyUsersTest {
  private static final int REQUESTS = 1_000_000;
  private static final int FEW = 100;
  private static final int RING = 32_768;
  private static final long STEP_NANOS = 50_000;
  private static final long MILLI = 1_000_000;

  /** What a sample that waits may take. */
  private static final long SAMPLE_BYTES = 100;

  /** Numbers that are objects, with as many digits as there were requests. */
  private static final long SLACK = 4_096;

  private static final List<Outcome> OUTCOMES =
      List.of(Outcome.OK, Outcome.AUTH, Outcome.SERVER_ERROR, Outcome.CLIENT_ERROR);

  /** From the event loops through the ring to the books, as in the router. */
  private static final class Books {
    private final Measurements measurements = new Measurements();
    private final List<Recorder> loops =
        List.of(measurements.newRecorder(), measurements.newRecorder());
    private final Ledger ledger = new Ledger(0, 0, minutes -> {});

    Books() {
      ledger.epoch(0, 1, Weight.parse("50%"));
    }

    /** Users are told apart as the router tells them; each request is the next user's. */
    void feed(int users, int requests) {
      SplittableRandom random = new SplittableRandom(11);
      long[] hashes = random.longs(users).toArray();
      for (int request = 0; request < requests; request++) {
        long user = hashes[request % users];
        end(loops.get(request % 2), request, user);
        if (request % 1_000 == 0) {
          drain(request);
        }
      }
      drain(requests);
    }

    /** A stack of a user is always the same, and so is how it ends. */
    private static void end(Recorder loop, int request, long user) {
      Stack stack = (user & 4) == 0 ? Stack.GREEN : Stack.BLUE;
      Outcome outcome = OUTCOMES.get((int) (user & 3));
      loop.began(stack);
      loop.ended(
          new Sample(
              request * STEP_NANOS, 1, stack, outcome, 200, false, true, user, MILLI, "other"),
          MILLI,
          MILLI);
    }

    private void drain(int request) {
      measurements.ring().drain(ledger::record);
      ledger.tick(request * STEP_NANOS);
    }

    long bytes() {
      return Footprint.of(measurements) + Footprint.of(ledger);
    }

    Figures figures() {
      return ledger.figures(REQUESTS * STEP_NANOS);
    }
  }

  @Test
  void aMillionUsersTakeNoMoreThanAHundredWithAsManyRequests() {
    Books ofFew = new Books();
    ofFew.feed(FEW, REQUESTS);
    Books ofMany = new Books();
    ofMany.feed(REQUESTS, REQUESTS);
    for (Stack stack : Stack.values()) {
      assertThat(ofFew.figures().stack(stack).users().exposed()).isBetween(30L, 70L);
      assertThat(ofMany.figures().stack(stack).users().exposed())
          .as("they were seen, and told apart")
          .isCloseTo(REQUESTS / 2L, within(REQUESTS / 20L));
    }
    assertThat(ofMany.measurements.totals().lostSamples()).isZero();
    assertThat(ofMany.bytes()).isLessThanOrEqualTo(ofFew.bytes() + SLACK);
  }

  @Test
  void whenNobodyTakesTheSamplesTheyFillTheRingAndTheRestIsCountedAsLost() {
    Books books = new Books();
    books.feed(FEW, FEW);
    long none = Footprint.of(books.measurements);
    SplittableRandom random = new SplittableRandom(12);
    for (int request = 0; request < 3 * RING; request++) {
      Books.end(books.loops.get(request % 2), request, random.nextLong());
    }
    long waiting = 3 * RING - books.measurements.totals().lostSamples();
    assertThat(waiting).isEqualTo(RING);
    assertThat(Footprint.of(books.measurements))
        .isGreaterThan(none + waiting * SAMPLE_BYTES / 2)
        .isLessThanOrEqualTo(none + waiting * SAMPLE_BYTES);
  }
}
