package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Patience;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlThreadTest {
  private static final Cause ANA = Cause.of("ana", "because");

  private final ControlFixture fixture = new ControlFixture();
  private final ControlThread thread = new ControlThread(fixture.control, new Inbox());
  private final Commands commands = new Commands(fixture.control, thread);

  @BeforeEach
  void start() {
    thread.start();
  }

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void aCommandIsCarriedOutAndAnswered() throws Exception {
    Change change = commands.setSplit(Weight.parse("5%"), ANA).get(30, TimeUnit.SECONDS);
    assertThat(change).isEqualTo(new Change(2, 2));
    assertThat(fixture.splitter.table().green()).isEqualTo(Weight.parse("5%"));
  }

  @Test
  void aRefusedCommandFailsItsFutureAndNothingElse() throws Exception {
    CompletableFuture<Change> refused = commands.failback(Weight.ALL, true, ANA);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> refused.get(30, TimeUnit.SECONDS))
        .withCauseInstanceOf(Refused.class);
    assertThat(commands.failover(ANA).get(30, TimeUnit.SECONDS).revision()).isEqualTo(2);
  }

  @Test
  void anErrorInACommandDoesNotEndTheThread() throws Exception {
    thread.execute(() -> {
      throw new StackOverflowError("a bug");
    });
    assertThat(commands.setSplit(Weight.ALL, ANA).get(30, TimeUnit.SECONDS).revision())
        .isEqualTo(2);
  }

  @Test
  void theRingIsDrainedWithoutAnybodyAsking() throws Exception {
    fixture.greenRefuses(1);
    CountDownLatch turned = new CountDownLatch(1);
    thread.execute(turned::countDown);
    assertThat(turned.await(30, TimeUnit.SECONDS)).isTrue();
    // The turn that follows the command has ended when the next command is answered.
    commands.failover(ANA).get(30, TimeUnit.SECONDS);
    assertThat(fixture.orders).startsWith("close " + Stack.GREEN.label() + " at 0%");
    assertThat(commands.status().failovers()).containsOnlyKeys("refused");
  }

  @Test
  void whoHurriesItNeedNotWaitForItsNextTurn() throws Exception {
    try (ControlThread seldom =
        new ControlThread(fixture.control, new Inbox(), TimeUnit.DAYS.toMillis(1))) {
      thread.close();
      fixture.ring.callUrgently(seldom::hurry);
      seldom.start();
      fixture.sample(Stack.GREEN, Outcome.REFUSED, 1);
      for (int i = 0; i < 3; i++) {
        fixture.sample(Stack.BLUE, Outcome.OK, 1);
      }
      for (int i = 0; i < 4; i++) {
        fixture.sample(Stack.GREEN, Outcome.REFUSED, 1);
      }
      Patience.until(() -> fixture.splitter.table().latch() != null, "green to be left");
    }
  }

  @Test
  void tooManyWaitingCommandsAreRefused() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    thread.execute(() -> {
      busy.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 256; i++) {
      thread.execute(() -> {});
    }
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> commands.failover(ANA));
    release.countDown();
  }

  @Test
  void afterTheEndNoCommandIsTaken() {
    thread.close();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> commands.failover(ANA));
  }
}
