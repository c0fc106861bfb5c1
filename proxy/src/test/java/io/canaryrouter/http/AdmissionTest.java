package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  /** Remembers what it was told. */
  private static final class Told implements Admission.Waiter {
    private String last = "nothing";

    @Override
    public void admitted() {
      last = "admitted";
    }

    @Override
    public void turnedAway() {
      last = "turned away";
    }
  }

  @Test
  void withoutALimitEverybodyEnters() {
    Admission admission = new Admission(0, 0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(admission.tryEnter()).isTrue();
    }
    admission.release();
  }

  @Test
  void noMoreEnterThanTheLimit() {
    Admission admission = new Admission(2, 0);
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.tryEnter()).isFalse();
    admission.release();
    assertThat(admission.tryEnter()).isTrue();
  }

  @Test
  void aFreeSlotGoesToWhoeverHasWaitedLongestAndToNobodyElse() {
    Admission admission = new Admission(1, 2);
    Told first = new Told();
    Told second = new Told();
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.await(first)).isTrue();
    assertThat(admission.await(second)).isTrue();
    assertThat(admission.await(new Told())).isFalse();
    admission.release();
    assertThat(first.last).isEqualTo("admitted");
    assertThat(second.last).isEqualTo("nothing");
    assertThat(admission.tryEnter()).isFalse();
    admission.release();
    assertThat(second.last).isEqualTo("admitted");
    admission.release();
    assertThat(admission.tryEnter()).isTrue();
  }

  @Test
  void whoeverJoinsWhenASlotHasJustBecomeFreeGetsIt() {
    Admission admission = new Admission(1, 1);
    Told late = new Told();
    assertThat(admission.await(late)).isTrue();
    assertThat(late.last).isEqualTo("admitted");
  }

  @Test
  void whoeverIsJoiningWhileEverybodyIsSentElsewhereGoesToo() {
    List<Admission> made = new ArrayList<>();
    Queue<Admission.Waiter> queue =
        new ConcurrentLinkedQueue<>() {
          @Override
          public boolean add(Admission.Waiter waiter) {
            made.get(0).turnAway();
            return super.add(waiter);
          }
        };
    Admission admission = new Admission(1, 1, queue);
    made.add(admission);
    Told late = new Told();
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.await(late)).isTrue();
    assertThat(late.last).isEqualTo("turned away");
  }

  @Test
  void whoeverLeavesTheQueueMakesRoomInItAndIsToldNothing() {
    Admission admission = new Admission(1, 1);
    Told gone = new Told();
    Told next = new Told();
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.await(gone)).isTrue();
    assertThat(admission.leave(gone)).isTrue();
    assertThat(admission.leave(gone)).isFalse();
    assertThat(admission.await(next)).isTrue();
    admission.release();
    assertThat(gone.last).isEqualTo("nothing");
    assertThat(next.last).isEqualTo("admitted");
  }

  @Test
  void whenTheStackIsLeftEverybodyWhoWaitsIsTurnedAwayAndTheSlotsStayWithTheirOwners() {
    Admission admission = new Admission(1, 2);
    Told waiting = new Told();
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.await(waiting)).isTrue();
    admission.turnAway();
    assertThat(waiting.last).isEqualTo("turned away");
    assertThat(admission.tryEnter()).isFalse();
    admission.release();
    assertThat(admission.tryEnter()).isTrue();
  }

  @Test
  void slotsNeverExceedTheLimitAndAllComeBackHoweverManyThreadsTakePart() {
    Seeds.rounds(20, random -> new Crowd(random).run());
  }

  /** Threads that enter, wait, give up and leave at random. */
  private static final class Crowd {
    private static final int THREADS = 4;
    private static final int TURNS = 2_000;

    private final int limit;
    private final Admission admission;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final long seed;

    Crowd(Random random) {
      limit = 1 + random.nextInt(4);
      admission = new Admission(limit, random.nextInt(6));
      seed = random.nextLong();
    }

    void run() {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          Random own = new Random(seed + i);
          done.add(CompletableFuture.runAsync(() -> turns(own), threads));
        }
        Patience.await(
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)), "the crowd");
      } finally {
        threads.shutdown();
      }
      admission.turnAway();
      assertThat(most.get()).isLessThanOrEqualTo(limit);
      assertThat(inside.get()).isZero();
      assertThat(answered.get()).isEqualTo(joined.get());
      for (int i = 0; i < limit; i++) {
        assertThat(admission.tryEnter()).as("slot %s of %s", i, limit).isTrue();
      }
      assertThat(admission.tryEnter()).isFalse();
    }

    private void turns(Random random) {
      for (int i = 0; i < TURNS; i++) {
        int dice = random.nextInt(100);
        if (dice == 0) {
          admission.turnAway();
        } else if (admission.tryEnter()) {
          visit();
        } else {
          join(dice < 30);
        }
      }
    }

    private void join(boolean givesUp) {
      Admission.Waiter waiter =
          new Admission.Waiter() {
            @Override
            public void admitted() {
              answered.incrementAndGet();
              visit();
            }

            @Override
            public void turnedAway() {
              answered.incrementAndGet();
            }
          };
      joined.incrementAndGet();
      if (!admission.await(waiter) || (givesUp && admission.leave(waiter))) {
        answered.incrementAndGet();
      }
    }

    private void visit() {
      int now = inside.incrementAndGet();
      most.accumulateAndGet(now, Math::max);
      inside.decrementAndGet();
      admission.release();
    }
  }
}
