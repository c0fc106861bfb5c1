package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptGuardTest {
  private final EmbeddedChannel listener = new EmbeddedChannel(new AcceptGuard(2));

  @Test
  void asManyClientsAsAllowedStopTheAcceptingUntilOneLeaves() {
    EmbeddedChannel first = new EmbeddedChannel();
    listener.writeInbound(first);
    assertThat(listener.config().isAutoRead()).isTrue();
    listener.writeInbound(new EmbeddedChannel());
    assertThat(listener.config().isAutoRead()).isFalse();
    first.close();
    listener.runPendingTasks();
    assertThat(listener.config().isAutoRead()).isTrue();
    listener.writeInbound(new EmbeddedChannel());
    assertThat(listener.config().isAutoRead()).isFalse();
  }

  @Test
  void whoCannotBeAcceptedIsTriedAgainAfterAPauseAndNotBefore() {
    listener.pipeline().fireExceptionCaught(new IOException("too many open files"));
    assertThat(listener.config().isAutoRead()).isFalse();
    listener.pipeline().fireExceptionCaught(new IOException("too many open files"));
    listener.advanceTimeBy(1, TimeUnit.SECONDS);
    listener.runScheduledPendingTasks();
    assertThat(listener.config().isAutoRead()).isTrue();
  }
}
