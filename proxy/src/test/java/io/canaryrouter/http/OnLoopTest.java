package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Patience;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OnLoopTest {
  @Test
  void whatFailsOnAnotherThreadIsToldOnTheLoop() {
    MultiThreadIoEventLoopGroup group = Transport.NIO.newEventLoops(1, "test");
    try {
      EventLoop loop = group.next();
      CompletableFuture<Boolean> told = new CompletableFuture<>();
      Promise<Object> opening = GlobalEventExecutor.INSTANCE.newPromise();
      opening.addListener(new OnLoop(loop, future -> told.complete(loop.inEventLoop())));
      opening.setFailure(new IllegalStateException("no descriptor is left"));
      assertThat(Patience.await(told, "the listener")).isTrue();
    } finally {
      group.shutdownGracefully();
    }
  }
}
