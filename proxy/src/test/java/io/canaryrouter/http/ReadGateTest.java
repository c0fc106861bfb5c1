package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.ReadGate.Reason;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

class ReadGateTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReadGate gate = new ReadGate(channel);

  @Test
  void aChannelIsReadAgainOnlyWhenNobodyHasAReasonAgainstIt() {
    assertThat(gate.isOpen()).isTrue();
    gate.stop(Reason.BACKPRESSURE);
    gate.stop(Reason.PIPELINE);
    assertThat(channel.config().isAutoRead()).isFalse();
    gate.allow(Reason.BACKPRESSURE);
    assertThat(gate.isOpen()).isFalse();
    assertThat(channel.config().isAutoRead()).isFalse();
    gate.allow(Reason.PIPELINE);
    assertThat(gate.isOpen()).isTrue();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aReasonThatIsGivenTwiceIsTakenBackOnce() {
    gate.stop(Reason.PIPELINE);
    gate.stop(Reason.PIPELINE);
    gate.allow(Reason.PIPELINE);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aChannelOfWhichNothingMoreCanComeIsNotAskedToRead() {
    NioSocketChannel ended = new NioSocketChannel();
    assertThat(ended.isInputShutdown()).isTrue();
    ReadGate itsGate = new ReadGate(ended);
    itsGate.stop(Reason.BACKPRESSURE);
    itsGate.allow(Reason.BACKPRESSURE);
    assertThat(itsGate.isOpen()).isTrue();
    assertThat(ended.config().isAutoRead()).isFalse();
    ended.unsafe().closeForcibly();
  }
}
