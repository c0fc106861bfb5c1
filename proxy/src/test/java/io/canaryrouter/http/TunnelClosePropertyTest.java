package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TunnelClosePropertyTest {
  private static final int CODE = CloseReason.SERVICE_RESTART.code();

  @Test
  void whateverWasUnderWayBothPeersGetWholeFramesAndOneClose() {
    for (long seed = 0; seed < 300; seed++) {
      try {
        play(new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void play(Random random) {
    try (TunnelFixture fixture = new TunnelFixture()) {
      Tunnel tunnel = fixture.open(0);
      Sender client = new Sender(random, true, fixture.client);
      Sender stack = new Sender(random, false, fixture.stack);
      int steps = random.nextInt(40);
      for (int i = 0; i < steps; i++) {
        (random.nextBoolean() ? client : stack).sendPiece(fixture);
      }
      int wholeFromClient = client.wholeFramesSent();
      int wholeFromStack = stack.wholeFramesSent();
      tunnel.end(CloseReason.SERVICE_RESTART);
      while (!client.isDone() || !stack.isDone()) {
        (random.nextBoolean() ? client : stack).sendPiece(fixture);
      }
      client.answer(fixture);
      stack.answer(fixture);

      requireFramesThenClose(fixture.clientReceived(), stack, wholeFromStack);
      requireFramesThenClose(fixture.stackReceived(), client, wholeFromClient);
      assertThat(fixture.client.isOpen()).isFalse();
      assertThat(fixture.stack.isOpen()).isFalse();
    }
  }

  private static void requireFramesThenClose(byte[] received, Sender sender, int least) {
    List<Frame> frames = Frame.parse(received);
    Frame last = frames.get(frames.size() - 1);
    assertThat(frames).filteredOn(Frame::isClose).hasSize(1);
    assertThat(last.isClose()).isTrue();
    assertThat(frames).allMatch(frame -> frame.masked() == sender.masked);
    int relayed = last.closeCode() == CODE ? frames.size() - 1 : frames.size();
    assertThat(relayed).isBetween(least, least + 1);
    assertThat(Frame.bytes(frames.subList(0, relayed)))
        .isEqualTo(Frame.bytes(sender.frames.subList(0, relayed)));
  }

  /** A peer that sends random frames in random pieces, some with a Close of its own at the end. */
  private static final class Sender {
    final boolean masked;
    final List<Frame> frames = new ArrayList<>();
    private final Random random;
    private final EmbeddedChannel channel;
    private final byte[] stream;
    private int sent;

    Sender(Random random, boolean masked, EmbeddedChannel channel) {
      this.random = random;
      this.masked = masked;
      this.channel = channel;
      for (int i = random.nextInt(6); i > 0; i--) {
        frames.add(Frame.random(random, masked));
      }
      if (random.nextInt(3) == 0) {
        frames.add(Frame.close(masked, 4000));
      }
      this.stream = Frame.bytes(frames);
    }

    boolean isDone() {
      return sent == stream.length || !channel.isOpen();
    }

    int wholeFramesSent() {
      int count = 0;
      for (int end = 0; count < frames.size(); count++) {
        end += frames.get(count).bytes().length;
        if (end > sent) {
          break;
        }
      }
      return count;
    }

    void sendPiece(TunnelFixture fixture) {
      if (!isDone()) {
        int most = random.nextBoolean() ? 12 : 70_000;
        int next = sent + 1 + random.nextInt(Math.min(most, stream.length - sent));
        send(fixture, Arrays.copyOfRange(stream, sent, next));
        sent = next;
      }
    }

    void answer(TunnelFixture fixture) {
      boolean hasClosed = !frames.isEmpty() && frames.get(frames.size() - 1).isClose();
      if (!hasClosed && channel.isOpen()) {
        send(fixture, Frame.close(masked, CODE).bytes());
      }
    }

    private void send(TunnelFixture fixture, byte[] bytes) {
      if (masked) {
        fixture.clientSends(bytes);
      } else {
        fixture.stackSends(bytes);
      }
    }
  }
}
