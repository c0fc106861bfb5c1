package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;

/**
 * Where frames begin and end in one direction of a WebSocket (RFC 6455 section 5.2).
 *
 * <p>It only looks: opcodes, extension bits, masks and payloads pass untouched. A frame head that
 * RFC 6455 forbids (a length not in its shortest form, a control frame that is fragmented or longer
 * than 125 bytes) makes the framing unknown from there on, because the peers may then disagree
 * about where the next frame begins.
 *
 * <p>Cost: a few steps a frame, none a payload byte; no copy, no allocation. Thread safety:
 * confined to the event loop of its tunnel.
 */
final class WebSocketFrames {
  private static final int FIN_BIT = 0x80;
  private static final int OPCODE_BITS = 0x0f;
  private static final int CONTROL_BIT = 0x08;
  private static final int CLOSE = 0x08;
  private static final int MASK_BIT = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int LENGTH_BITS = 0x7f;
  private static final int LONGEST_IN_7_BITS = 125;
  private static final int LONGEST_IN_16_BITS = 65_535;
  private static final int FOLLOWS_IN_16_BITS = 126;

  private int headSeen;
  private int headEnd;
  private int lengthEnd;
  private int firstByte;
  private long shortestForm;
  private long payloadLeft;
  private boolean unknown;
  private boolean closeSeen;

  /** Passes all readable bytes; the buffer's indices stay. */
  void advance(ByteBuf data) {
    advance(data, false);
  }

  /**
   * Passes the readable bytes up to the next frame boundary, or all of them when there is none;
   * nothing when it stands at one already. The buffer's indices stay.
   *
   * @return how many bytes were passed
   */
  int advanceToBoundary(ByteBuf data) {
    return advance(data, true);
  }

  /** Whether the last byte passed was the last of a frame, so that a frame may be put in here. */
  boolean atBoundary() {
    return headSeen == 0 && payloadLeft == 0 && !unknown;
  }

  /** Whether a whole Close frame has passed; its sender sends nothing after it. */
  boolean closeSeen() {
    return closeSeen;
  }

  private int advance(ByteBuf data, boolean toBoundary) {
    int index = data.readerIndex();
    int end = data.writerIndex();
    while (index < end && !unknown && !(toBoundary && atBoundary())) {
      if (headSeen > 0 || payloadLeft == 0) {
        readHead(data.getUnsignedByte(index++));
      } else {
        int step = (int) Math.min(payloadLeft, end - index);
        index += step;
        leave(payloadLeft - step);
      }
    }
    return (unknown ? end : index) - data.readerIndex();
  }

  private void readHead(int octet) {
    headSeen++;
    if (headSeen == 1) {
      firstByte = octet;
    } else if (headSeen == 2) {
      readSecond(octet);
    } else if (headSeen <= lengthEnd) {
      payloadLeft = payloadLeft << 8 | octet;
      // The longest form has 64 bits; a set highest bit is forbidden and makes it negative here.
      unknown = headSeen == lengthEnd && payloadLeft < shortestForm;
    }
    if (headSeen > 1 && headSeen == headEnd) {
      headSeen = 0;
      leave(payloadLeft);
    }
  }

  private void readSecond(int octet) {
    int form = octet & LENGTH_BITS;
    boolean inHead = form <= LONGEST_IN_7_BITS;
    boolean in16Bits = form == FOLLOWS_IN_16_BITS;
    lengthEnd = inHead ? 2 : in16Bits ? 4 : 10;
    headEnd = lengthEnd + ((octet & MASK_BIT) == 0 ? 0 : MASK_BYTES);
    payloadLeft = inHead ? form : 0;
    shortestForm = in16Bits ? LONGEST_IN_7_BITS + 1 : LONGEST_IN_16_BITS + 1;
    boolean isControl = (firstByte & CONTROL_BIT) != 0;
    unknown = isControl && (!inHead || (firstByte & FIN_BIT) == 0);
  }

  private void leave(long payloadBytes) {
    payloadLeft = payloadBytes;
    closeSeen |= payloadBytes == 0 && (firstByte & OPCODE_BITS) == CLOSE;
  }
}
