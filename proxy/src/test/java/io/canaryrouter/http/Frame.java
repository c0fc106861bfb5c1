package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A WebSocket frame as the tests write and read it, apart from the product's own scanner.
 *
 * @param firstByte FIN, extension bits and opcode
 * @param masked whether a client sent it
 * @param payload its payload, unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // Frames are compared by their bytes, never by equals.
record Frame(int firstByte, boolean masked, byte[] payload) {
  static final int CLOSE = 8;

  static Frame text(boolean masked, String text) {
    return new Frame(0x81, masked, text.getBytes(StandardCharsets.UTF_8));
  }

  static Frame close(boolean masked, int code) {
    return new Frame(0x88, masked, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** Any frame but a Close, its length in any of the three forms. */
  static Frame random(Random random, boolean masked) {
    int[] lengths = {0, 1, random.nextInt(126), 125, 126, random.nextInt(2_000), 65_535, 65_536};
    boolean isControl = random.nextInt(4) == 0;
    int length = isControl ? random.nextInt(126) : lengths[random.nextInt(lengths.length)];
    int data = random.nextInt(8) << 4 | random.nextInt(2) << 7 | random.nextInt(8);
    int firstByte = isControl ? 0x80 | 9 + random.nextInt(7) : data;
    byte[] payload = new byte[length];
    random.nextBytes(payload);
    return new Frame(firstByte, masked, payload);
  }

  int opcode() {
    return firstByte & 0x0f;
  }

  boolean isClose() {
    return opcode() == CLOSE;
  }

  int closeCode() {
    return Byte.toUnsignedInt(payload[0]) << 8 | Byte.toUnsignedInt(payload[1]);
  }

  byte[] bytes() {
    ByteBuf out = Unpooled.buffer().writeByte(firstByte);
    int maskBit = masked ? 0x80 : 0;
    if (payload.length < 126) {
      out.writeByte(maskBit | payload.length);
    } else if (payload.length < 65_536) {
      out.writeByte(maskBit | 126).writeShort(payload.length);
    } else {
      out.writeByte(maskBit | 127).writeLong(payload.length);
    }
    byte[] body = payload.clone();
    if (masked) {
      byte[] mask = {(byte) 0x37, (byte) 0xfa, (byte) 0x21, (byte) 0x3d};
      out.writeBytes(mask);
      cover(body, mask);
    }
    byte[] bytes = new byte[out.writeBytes(body).readableBytes()];
    out.readBytes(bytes).release();
    return bytes;
  }

  /** All of them, one after the other. */
  static byte[] bytes(List<Frame> frames) {
    ByteBuf out = Unpooled.buffer();
    frames.forEach(frame -> out.writeBytes(frame.bytes()));
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes).release();
    return bytes;
  }

  /** Reads bytes that are whole frames and nothing else; fails when they are not. */
  static List<Frame> parse(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    List<Frame> frames = new ArrayList<>();
    while (in.isReadable()) {
      int firstByte = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      int form = second & 0x7f;
      long length = form < 126 ? form : form == 126 ? in.readUnsignedShort() : in.readLong();
      byte[] mask = new byte[second > 127 ? 4 : 0];
      in.readBytes(mask);
      byte[] payload = new byte[Math.toIntExact(length)];
      in.readBytes(payload);
      cover(payload, mask);
      frames.add(new Frame(firstByte, second > 127, payload));
    }
    return frames;
  }

  private static void cover(byte[] payload, byte[] mask) {
    for (int i = 0; mask.length > 0 && i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
  }
}
