package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TunnelsTest {
  private static final long AT_ONCE = 0;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Long> bounds = new ArrayList<>();
  private long nextRandom;
  private final Tunnels tunnels =
      new Tunnels(bound -> {
        bounds.add(bound);
        return nextRandom;
      });

  @Test
  void itCountsWhatLivesOnEachStack() {
    Peer green = peer(Stack.GREEN, 1);
    tunnels.register(green);
    tunnels.register(peer(Stack.GREEN, 1));
    tunnels.register(peer(Stack.BLUE, 1));
    assertThat(tunnels.count(Stack.GREEN)).isEqualTo(2);
    assertThat(tunnels.count(Stack.BLUE)).isEqualTo(1);
    tunnels.deregister(green);
    tunnels.deregister(green);
    assertThat(tunnels.count(Stack.GREEN)).isEqualTo(1);
  }

  @Test
  void onlyTheNamedStackIsEnded() {
    Peer green = peer(Stack.GREEN, 1);
    Peer blue = peer(Stack.BLUE, 1);
    tunnels.register(green);
    tunnels.register(blue);
    tunnels.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, AT_ONCE);
    channel.runPendingTasks();
    assertThat(green.ends).containsExactly(CloseReason.SERVICE_RESTART);
    assertThat(blue.ends).isEmpty();
  }

  @Test
  void eachEndsAtItsOwnMomentWithinTheSpread() {
    channel.freezeTime();
    Peer soon = peer(Stack.GREEN, 1);
    Peer late = peer(Stack.GREEN, 1);
    tunnels.register(soon);
    nextRandom = 1_000;
    tunnels.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, 5_000);
    nextRandom = 5_000;
    tunnels.register(late);
    assertThat(bounds).containsExactly(5_001L, 5_001L);

    advance(999);
    assertThat(soon.ends).isEmpty();
    advance(1);
    assertThat(soon.ends).hasSize(1);
    advance(3_999);
    assertThat(late.ends).isEmpty();
    advance(1);
    assertThat(late.ends).hasSize(1);
  }

  @Test
  void aLateComerOfAnEarlierEpochIsEndedToo() {
    tunnels.end(Stack.GREEN, 7, CloseReason.SERVICE_RESTART, AT_ONCE);
    Peer before = peer(Stack.GREEN, 6);
    Peer after = peer(Stack.GREEN, 7);
    tunnels.register(before);
    tunnels.register(after);
    channel.runPendingTasks();
    assertThat(before.ends).containsExactly(CloseReason.SERVICE_RESTART);
    assertThat(after.ends).isEmpty();
  }

  @Test
  void whatBeganAfterAFailbackIsNotEndedByTheFailoverBefore() {
    Peer before = peer(Stack.GREEN, 6);
    Peer after = peer(Stack.GREEN, 8);
    tunnels.register(before);
    tunnels.register(after);
    tunnels.end(Stack.GREEN, 7, CloseReason.SERVICE_RESTART, AT_ONCE);
    channel.runPendingTasks();
    assertThat(before.ends).hasSize(1);
    assertThat(after.ends).isEmpty();
  }

  @Test
  void aDrainEndsEverythingAndWhateverComesAfter() {
    Peer first = peer(Stack.BLUE, 3);
    tunnels.register(first);
    tunnels.end(Stack.BLUE, Long.MAX_VALUE, CloseReason.GOING_AWAY, AT_ONCE);
    Peer second = peer(Stack.BLUE, 4);
    tunnels.register(second);
    channel.runPendingTasks();
    assertThat(first.ends).containsExactly(CloseReason.GOING_AWAY);
    assertThat(second.ends).containsExactly(CloseReason.GOING_AWAY);
  }

  @Test
  void aFailoverDuringADrainDoesNotNarrowIt() {
    tunnels.end(Stack.GREEN, Long.MAX_VALUE, CloseReason.GOING_AWAY, AT_ONCE);
    tunnels.end(Stack.GREEN, 5, CloseReason.SERVICE_RESTART, AT_ONCE);
    Peer late = peer(Stack.GREEN, 6);
    tunnels.register(late);
    channel.runPendingTasks();
    assertThat(late.ends).containsExactly(CloseReason.GOING_AWAY);
  }

  @Test
  void registeringAndEndingAtTheSameTimeMissesNobody() throws InterruptedException {
    EventLoop loop = new DefaultEventLoop();
    try {
      for (int round = 0; round < 500; round++) {
        Tunnels contested = new Tunnels(bound -> 0);
        CountDownLatch ended = new CountDownLatch(1);
        Peer peer = new Peer(Stack.GREEN, 1, loop, ended);
        Thread registering = new Thread(() -> contested.register(peer));
        registering.start();
        contested.end(Stack.GREEN, 2, CloseReason.SERVICE_RESTART, AT_ONCE);
        registering.join();
        assertThat(ended.await(30, TimeUnit.SECONDS)).as("round %d", round).isTrue();
      }
    } finally {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatALoopThatHasShutDownLeftBehindIsForgotten() {
    EventLoop gone = new DefaultEventLoop();
    gone.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    tunnels.register(new Peer(Stack.GREEN, 1, gone, new CountDownLatch(1)));
    tunnels.end(Stack.GREEN, 2, CloseReason.GOING_AWAY, AT_ONCE);
    assertThat(tunnels.count(Stack.GREEN)).isZero();
  }

  private Peer peer(Stack stack, long epoch) {
    return new Peer(stack, epoch, channel.eventLoop(), new CountDownLatch(1));
  }

  private void advance(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  /** Something that lives long and notes how it was ended. */
  private record Peer(
      Stack stack, long epoch, EventLoop loop, CountDownLatch ended, List<CloseReason> ends)
      implements LongLived {

    Peer(Stack stack, long epoch, EventLoop loop, CountDownLatch ended) {
      this(stack, epoch, loop, ended, new CopyOnWriteArrayList<>());
    }

    @Override
    public void end(CloseReason reason) {
      ends.add(reason);
      ended.countDown();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
