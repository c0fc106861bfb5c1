package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The other reader of the same bytes: Netty's decoder, as the router configures it. */
final class Codec implements AutoCloseable {
  private final EmbeddedChannel channel;
  private final List<byte[]> bodies = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean failed;

  private Codec(EmbeddedChannel channel) {
    this.channel = channel;
  }

  static Codec ofRequests() {
    return new Codec(
        new EmbeddedChannel(new HttpRequestDecoder(Codecs.decoding(WireLimits.DEFAULTS))));
  }

  static Codec ofResponses() {
    return new Codec(
        new EmbeddedChannel(new HttpResponseDecoder(Codecs.decoding(WireLimits.DEFAULTS))));
  }

  void feed(byte[] bytes, int from, int to) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
    drain();
  }

  private void drain() {
    for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
      if (read instanceof HttpObject part && part.decoderResult().isFailure()) {
        failed = true;
        ReferenceCountUtil.release(read);
        continue;
      }
      if (read instanceof HttpContent part) {
        ByteBuf content = part.content();
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        body.writeBytes(bytes);
      }
      if (read instanceof LastHttpContent) {
        bodies.add(body.toByteArray());
        body.reset();
      }
      ReferenceCountUtil.release(read);
    }
  }

  /** The bodies of the messages that were complete. */
  List<byte[]> bodies() {
    return bodies;
  }

  boolean failed() {
    return failed;
  }

  /** Ends the connection, which may complete a last message. */
  void end() {
    channel.finish();
    drain();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
  }
}
