package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens in whatever order, it is as a plain list of guests and a plain queue would do.
 */
class AdmissionPropertyTest {
  @Test
  void neverMoreInsideThanTheLimitNorMoreWaitingThanTheQueueHoldsAndFirstComeFirstServed() {
    Seeds.rounds(500, random -> new Doorkeeper(random).turns(200));
  }

  /** The model, and the real thing beside it. */
  private static final class Doorkeeper {
    private final Random random;
    private final int limit;
    private final int queueSize;
    private final Admission admission;
    private final Deque<Guest> waiting = new ArrayDeque<>();
    private final List<Guest> guests = new ArrayList<>();
    private int inside;

    Doorkeeper(Random random) {
      this.random = random;
      this.limit = 1 + random.nextInt(4);
      this.queueSize = random.nextInt(5);
      this.admission = new Admission(limit, queueSize);
    }

    void turns(int count) {
      for (int i = 0; i < count; i++) {
        turn();
        assertThat(inside).isLessThanOrEqualTo(limit);
        assertThat(waiting).hasSizeLessThanOrEqualTo(queueSize);
        guests.forEach(Guest::isAsExpected);
      }
    }

    private void turn() {
      int dice = random.nextInt(20);
      if (dice == 0) {
        admission.turnAway();
        waiting.forEach(each -> each.expected = "turned away");
        waiting.clear();
      } else if (dice < 4 && !waiting.isEmpty()) {
        Guest last = waiting.removeLast();
        assertThat(admission.leave(last)).isTrue();
      } else if (dice < 11 && inside > 0) {
        release();
      } else {
        arrive();
      }
    }

    private void release() {
      Guest next = waiting.poll();
      if (next == null) {
        inside--;
      } else {
        next.expected = "admitted";
      }
      admission.release();
    }

    private void arrive() {
      boolean hasRoom = inside < limit && waiting.isEmpty();
      assertThat(admission.tryEnter()).isEqualTo(hasRoom);
      if (hasRoom) {
        inside++;
        return;
      }
      Guest guest = new Guest();
      boolean mayWait = waiting.size() < queueSize;
      assertThat(admission.await(guest)).isEqualTo(mayWait);
      if (mayWait) {
        waiting.add(guest);
        guests.add(guest);
      }
    }
  }

  /** Somebody who waits, what it should have been told, and what it was. */
  private static final class Guest implements Admission.Waiter {
    private String expected = "nothing";
    private String told = "nothing";

    @Override
    public void admitted() {
      told = "admitted";
    }

    @Override
    public void turnedAway() {
      told = "turned away";
    }

    void isAsExpected() {
      assertThat(told).isEqualTo(expected);
    }
  }
}
