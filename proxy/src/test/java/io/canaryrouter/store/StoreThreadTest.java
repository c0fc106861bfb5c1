package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.store.StoreException.Kind;
import io.canaryrouter.store.StoreThread.Act;
import io.canaryrouter.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreThreadTest {
  private final StoreThread thread = new StoreThread("a test", 200);

  @AfterEach
  void close() {
    thread.close();
  }

  private static StoreException unreachable(String why) {
    return new StoreException(Kind.UNREACHABLE, why);
  }

  private boolean fail(String why) throws StoreException {
    throw unreachable(why);
  }

  private void failing(String why) {
    assertThatThrownBy(() -> thread.call(Act.READ, () -> fail(why))).hasMessage(why);
  }

  @Test
  void aCallGivesWhatTheWorkGives() throws StoreException {
    assertThat(thread.<Integer>call(Act.READ, () -> 42)).isEqualTo(42);
  }

  @Test
  void whatTakesTooLongIsInterruptedSoThatTheNextCallIsServed() throws StoreException {
    thread.call(Act.READ, () -> true);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

    assertThatThrownBy(() ->
            thread.call(
                Act.READ,
                () -> {
                  try {
                    return new CountDownLatch(1).await(Patience.SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                    throw e;
                  }
                }))
        .hasMessage("the state in a test cannot be reached: no answer within 200 ms");

    assertThat(Patience.await(interrupted, "the interruption")).isTrue();
    assertThat(thread.<Boolean>call(Act.READ, () -> true)).isTrue();
  }

  @Test
  void whoComesWhenSixtyFourWaitIsRefusedAtOnce() {
    CountDownLatch open = new CountDownLatch(1);
    BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    try (StoreThread patient = new StoreThread("a test", TimeUnit.HOURS.toMillis(1))) {
      for (int i = 0; i < 65; i++) {
        calls.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    patient.call(Act.READ, () -> open.await(Patience.SECONDS, TimeUnit.SECONDS));
                  } catch (StoreException e) {
                    refused.add(String.valueOf(e.getMessage()));
                  }
                },
                call -> new Thread(call).start()));
      }

      assertThat(Patience.take(refused, "the refusal"))
          .isEqualTo("the state in a test cannot be reached: 64 calls are waiting for it already");
      open.countDown();
      calls.forEach(call -> Patience.await(call, "a call's end"));
      assertThat(refused).isEmpty();
    }
  }

  @Test
  void anOutageIsALineAtItsBeginOneForEachNewReasonAndOneAtItsEnd() throws StoreException {
    try (LogWatch log = new LogWatch(Trouble.class)) {
      thread.call(Act.READ, () -> true);
      failing("refused");
      failing("refused");
      failing("hung");
      failing("refused");
      thread.call(Act.WRITE, () -> true);
      thread.call(Act.READ, () -> true);
      thread.call(Act.READ, () -> true);

      assertThat(log.lines())
          .containsExactly(
              "WARN refused", "WARN hung", "INFO The state in a test can be read again");
    }
  }

  @Test
  void reasonsThatNeverRepeatDoNotFillTheLog() {
    try (LogWatch log = new LogWatch(Trouble.class)) {
      for (int i = 0; i < 100; i++) {
        failing("reason " + i);
      }

      assertThat(log.lines()).hasSize(8);
    }
  }

  @Test
  void anErrorOfTheStoresOwnReachesTheCaller() {
    assertThatThrownBy(() ->
            thread.call(
                Act.READ,
                () -> {
                  throw new IllegalStateException("a bug");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }
}
