package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private final FakeClock clock = new FakeClock();
  private final StallWatch stalls = new StallWatch(clock);

  @Test
  void aClientThatTakesNothingIsCutOffAndItsThreadIsFreeForTheNext() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel writer = connected(server);
        SocketChannel reader = server.accept()) {
      CompletableFuture<Void> begun = new CompletableFuture<>();
      CompletableFuture<Boolean> isFree =
          CompletableFuture.supplyAsync(() -> isFreeAfterwards(writer, begun));
      Patience.await(begun, "the write to begin");
      clock.advance(StallWatch.LIMIT);
      stalls.look();
      assertThat(Patience.await(isFree, "the stalled write to be cut off")).isTrue();
      assertThat(writer.isOpen()).isFalse();
      assertThat(reader.isOpen()).isTrue();
    }
  }

  @Test
  void whatIsWrittenInTimeIsLeftAlone() throws IOException {
    stalls.during(() -> {
      clock.advance(StallWatch.LIMIT.minusSeconds(1));
      stalls.look();
    });
    clock.advance(StallWatch.LIMIT);
    stalls.look();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static SocketChannel connected(ServerSocketChannel server) throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return SocketChannel.open(server.getLocalAddress());
  }

  private boolean isFreeAfterwards(SocketChannel channel, CompletableFuture<Void> begun) {
    try {
      stalls.during(() -> writeWithoutEnd(channel, begun));
      return false;
    } catch (ClosedByInterruptException e) {
      return !Thread.currentThread().isInterrupted();
    } catch (IOException e) {
      return false;
    }
  }

  private static void writeWithoutEnd(SocketChannel channel, CompletableFuture<Void> begun)
      throws IOException {
    begun.complete(null);
    while (channel.isOpen()) {
      channel.write(ByteBuffer.allocate(64 << 10));
    }
  }
}
