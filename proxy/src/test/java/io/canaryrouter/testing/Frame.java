package io.canaryrouter.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket frame (RFC 6455 section 5.2).
 *
 * @param last whether it ends its message
 * @param opcode 1 text, 2 binary, 0 continuation, 8 close, 9 ping, 10 pong
 * @param masked as clients must and servers must not
 * @param payload unmasked, one character a byte
 */
public record Frame(boolean last, int opcode, boolean masked, String payload) {
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

  /** A whole text message as a server sends it. */
  public static Frame text(String payload) {
    return new Frame(true, 1, false, payload);
  }

  /** A close frame with its status code, as a server sends it. */
  public static Frame close(int code) {
    byte[] status = ByteBuffer.allocate(2).putShort((short) code).array();
    return new Frame(true, CLOSE, false, new String(status, StandardCharsets.ISO_8859_1));
  }

  /** The same frame as a client sends it. */
  public Frame fromClient() {
    return new Frame(last, opcode, true, payload);
  }

  /** A close frame's status code; 1005 when it carries none (RFC 6455 section 7.1.5). */
  public int closeCode() {
    return payload.length() < 2 ? 1005 : payload.charAt(0) << 8 | payload.charAt(1);
  }

  /** Reads a frame; null when the peer closed between two. */
  static @Nullable Frame read(InputStream stream) throws IOException {
    int first = stream.read();
    if (first < 0) {
      return null;
    }
    DataInputStream in = new DataInputStream(stream);
    int second = in.readUnsignedByte();
    int length = length(second & 0x7f, in);
    byte[] mask = new byte[4];
    boolean masked = (second & 0x80) != 0;
    if (masked) {
      in.readFully(mask);
    }
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("closed in the middle of a frame");
    }
    apply(mask, payload);
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    return new Frame((first & 0x80) != 0, first & 0x0f, masked, text);
  }

  void write(OutputStream stream) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(14);
    head.put((byte) ((last ? 0x80 : 0) | opcode));
    int flag = masked ? 0x80 : 0;
    if (payload.length() < 126) {
      head.put((byte) (flag | payload.length()));
    } else if (payload.length() < 1 << 16) {
      head.put((byte) (flag | 126)).putShort((short) payload.length());
    } else {
      head.put((byte) (flag | 127)).putLong(payload.length());
    }
    byte[] bytes = WireReader.bytes(payload);
    if (masked) {
      head.put(MASK);
      apply(MASK, bytes);
    }
    DataOutputStream out = new DataOutputStream(stream);
    out.write(head.array(), 0, head.position());
    out.write(bytes);
    out.flush();
  }

  private static int length(int announced, DataInputStream in) throws IOException {
    if (announced < 126) {
      return announced;
    }
    return announced == 126 ? in.readUnsignedShort() : Math.toIntExact(in.readLong());
  }

  private static void apply(byte[] mask, byte[] payload) {
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
  }
}
