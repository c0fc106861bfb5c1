package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Locale;

/**
 * Why the router ends a connection that would go on by itself, and the Close frame that says so.
 */
enum CloseReason {
  /** The router leaves; the client connects again elsewhere. */
  GOING_AWAY(1001),
  /** The stack was taken out of service; the client connects again and reaches the other one. */
  SERVICE_RESTART(1012),
  /** Nothing came from either peer for longer than the idle limit. */
  IDLE(1001);

  private static final int FIN_AND_CLOSE = 0x88;
  private static final int MASK_BIT = 0x80;
  private static final int CODE_BYTES = 2;

  private final int code;
  private final String label = name().toLowerCase(Locale.ROOT);

  CloseReason(int code) {
    this.code = code;
  }

  /** The status code of the Close frame (RFC 6455 section 7.4 and IANA's registry). */
  int code() {
    return code;
  }

  /** The name as logs write it. */
  String label() {
    return label;
  }

  /** The Close frame as a server sends it to a client: not masked. */
  ByteBuf frame(ByteBufAllocator allocator) {
    return allocator
        .buffer(2 + CODE_BYTES)
        .writeByte(FIN_AND_CLOSE)
        .writeByte(CODE_BYTES)
        .writeShort(code);
  }

  /** The Close frame as a client sends it to a server: masked (RFC 6455 section 5.3). */
  ByteBuf maskedFrame(ByteBufAllocator allocator, int mask) {
    return allocator
        .buffer(2 + Integer.BYTES + CODE_BYTES)
        .writeByte(FIN_AND_CLOSE)
        .writeByte(MASK_BIT | CODE_BYTES)
        .writeInt(mask)
        .writeShort(code ^ mask >>> Short.SIZE);
  }
}
