package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Map;

/** Interim responses (RFC 9110 section 15.2) as bytes, since the codec counts final ones only. */
final class Interim {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private Interim() {}

  /** The permission to send the body. */
  static ByteBuf goOn(ByteBufAllocator allocator) {
    return ByteBufUtil.writeAscii(allocator, CONTINUE);
  }

  /** A stack's interim response, whose fields have been checked and cleaned. */
  static ByteBuf of(ByteBufAllocator allocator, HttpResponse response) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(response.status()).append("\r\n");
    for (Map.Entry<String, String> field : response.headers()) {
      head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    return ByteBufUtil.writeAscii(allocator, head.append("\r\n"));
  }
}
