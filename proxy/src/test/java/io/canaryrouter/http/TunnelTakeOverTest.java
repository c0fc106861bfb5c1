package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TunnelTakeOverTest {
  private static final byte[] ANSWER =
      """
      HTTP/1.1 101 Switching Protocols\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final TunnelFixture fixture =
      new TunnelFixture(
          new EmbeddedChannel(new HttpServerCodec(), new ChannelInboundHandlerAdapter()),
          new EmbeddedChannel(new HttpClientCodec(), new Exchange()));

  @Test
  void framesThatCameWithThe101AreRelayed() {
    askStack();
    byte[] welcome = Frame.text(false, "{\"type\":\"welcome\"}").bytes();
    fixture.stackSends(concat(ANSWER, welcome));
    assertThat(fixture.clientReceived()).isEqualTo(welcome);
    fixture.close();
  }

  @Test
  void framesThatComeAfterThe101AreRelayed() {
    askStack();
    fixture.stackSends(ANSWER);
    byte[] welcome = Frame.text(false, "{\"type\":\"welcome\"}").bytes();
    fixture.stackSends(welcome);
    byte[] subscribe = Frame.text(true, "{\"command\":\"subscribe\"}").bytes();
    fixture.clientSends(subscribe);
    assertThat(fixture.clientReceived()).isEqualTo(welcome);
    assertThat(fixture.stackReceived()).isEqualTo(subscribe);
    fixture.close();
  }

  @Test
  void noHandlerOfHttpStaysInEitherPipeline() {
    askStack();
    fixture.stackSends(ANSWER);
    assertThat(fixture.client.pipeline().toMap().values()).hasOnlyElementsOfType(TunnelSide.class);
    assertThat(fixture.stack.pipeline().toMap().values()).hasOnlyElementsOfType(TunnelSide.class);
    fixture.close();
  }

  private void askStack() {
    fixture.stack.writeOutbound(
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/cable"));
    ReferenceCountUtil.release(fixture.stack.readOutbound());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  /** What is left of an exchange when only the 101 matters. */
  private final class Exchange extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpResponse) {
        fixture.open(0);
      }
      ReferenceCountUtil.release(message);
    }
  }
}
