package io.canaryrouter.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A stream of legal messages made from a seed, with what is known of it. */
final class RandomMessages {
  private static final String[] FRAGMENTS = {
    "GET / HTTP/1.1\r\n",
    "POST /a?b HTTP/1.1\r\n",
    "HTTP/1.0",
    "Host: a\r\n",
    "Host: b",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\n",
    " ",
    "\t",
    ":",
    ";",
    ",",
    "\0",
    "0\r\n\r\n",
    "5\r\nhello\r\n",
    "5",
    "Content-Length: 5\r\n",
    "Content-Length: ",
    "Transfer-Encoding: chunked\r\n",
    "chunked",
    "Transfer_Encoding: chunked\r\n",
    "Sec-WebSocket-Key1: 1\r\n",
    "Sec-WebSocket-Key2: 1\r\n",
    "Expect: 100-continue\r\n",
    "hello",
    "a=\"",
    "\"",
    "\\",
    "http://a/",
    "#",
    "\u00a0",
    "\u0085"
  };
  private static final String[] VALUES = {
    "", " ", "b", "text/html, */*;q=0.8", "a\tb", "caf\u00e9", "\"x: y\"", "  padded  "
  };
  private static final String TOKEN = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_.!#$%&'*+^`|~";

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();

  private RandomMessages(Random random) {
    this.random = random;
  }

  static RandomMessages requests(Random random) {
    RandomMessages messages = new RandomMessages(random);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      messages.request();
    }
    return messages;
  }

  static RandomMessages responses(Random random) {
    RandomMessages messages = new RandomMessages(random);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      messages.response(i == count - 1);
    }
    return messages;
  }

  /** Pieces of messages in no order, some of which happen to be legal. */
  static byte[] fragments(Random random) {
    StringBuilder text =
        new StringBuilder(random.nextBoolean() ? "POST / HTTP/1.1\r\nHost: a\r\n" : "");
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A copy with a few bytes or fragments inserted, removed, doubled or changed. */
  static byte[] damaged(byte[] bytes, Random random) {
    StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1));
    for (int times = 1 + random.nextInt(3); times > 0 && text.length() > 0; times--) {
      int at = random.nextInt(Math.min(text.length(), 600));
      int to = Math.min(text.length(), at + 1 + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        case 2 -> text.delete(at, to);
        case 3 -> text.insert(at, text.substring(at, to));
        default -> text.insert(at, "\r\n\0\t :".charAt(random.nextInt(6)));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void request() {
    if (random.nextInt(5) == 0) {
      write("\r\n");
    }
    String[] methods = {
      "GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", token(1 + random.nextInt(10))
    };
    boolean old = random.nextInt(6) == 0;
    write(
        methods[random.nextInt(methods.length)]
            + " /"
            + token(random.nextInt(40)).replace("#", ""));
    write(" HTTP/1." + (old ? 0 : 1) + "\r\n");
    fields();
    write("Host: a.example:80\r\n");
    fields();
    if (random.nextInt(3) == 0) {
      write("\r\n");
      endOfBody(new byte[0]);
    } else {
      framedBody(old);
    }
  }

  private void response(boolean last) {
    boolean old = random.nextInt(6) == 0;
    int[] statuses = {200, 201, 301, 404, 500, 503, 204, 304, 100, 103};
    int status = statuses[random.nextInt(statuses.length)];
    write("HTTP/1." + (old ? 0 : 1) + " " + status + (random.nextBoolean() ? "" : " Fine so far"));
    write("\r\n");
    fields();
    if (status < 200 || status == 204 || status == 304) {
      write(random.nextBoolean() ? "\r\n" : "Content-Length: 7\r\n\r\n");
      endOfBody(new byte[0]);
    } else if (last && random.nextBoolean()) {
      write("\r\n");
      byte[] body = data();
      out.writeBytes(body);
      endOfBody(body);
    } else {
      framedBody(old);
    }
  }

  private void fields() {
    for (int count = random.nextInt(6); count > 0; count--) {
      write(
          "X"
              + token(1 + random.nextInt(20))
              + ":"
              + VALUES[random.nextInt(VALUES.length)]
              + "\r\n");
    }
  }

  private void framedBody(boolean old) {
    byte[] body = data();
    if (old || random.nextBoolean()) {
      write("Content-Length: " + body.length + "\r\n\r\n");
      out.writeBytes(body);
    } else {
      write("Transfer-Encoding: chunked\r\n\r\n");
      chunks(body);
    }
    endOfBody(body);
  }

  private void chunks(byte[] body) {
    for (int at = 0; at < body.length; ) {
      int size = 1 + random.nextInt(body.length - at);
      write(Integer.toHexString(size) + extension() + "\r\n");
      out.write(body, at, size);
      write("\r\n");
      at += size;
    }
    write("0" + extension() + "\r\n");
    fields();
    write("\r\n");
  }

  private String extension() {
    String[] extensions = {"", "", "", ";a", ";a=b", "; a = \"b;\\\"c\""};
    return extensions[random.nextInt(extensions.length)];
  }

  private byte[] data() {
    byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 9000 : 200)];
    random.nextBytes(data);
    return data;
  }

  private String token(int length) {
    StringBuilder token = new StringBuilder();
    for (int i = 0; i < length; i++) {
      token.append(TOKEN.charAt(random.nextInt(TOKEN.length())));
    }
    return token.toString();
  }

  private void write(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void endOfBody(byte[] body) {
    bodies.add(body);
    ends.add(out.size());
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** For each message, the index behind it. */
  List<Integer> ends() {
    return ends;
  }

  List<byte[]> bodies() {
    return bodies;
  }

  @Override
  public String toString() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
