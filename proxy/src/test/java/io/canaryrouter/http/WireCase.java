package io.canaryrouter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One line of a table of messages: what is expected, what is special, and the bytes. */
final class WireCase {
  private static final Map<String, String> REQUEST_WORDS =
      Map.of(
          "{GET}", "GET / HTTP/1.1\\r\\nHost: a.example\\r\\n",
          "{POST}", "POST / HTTP/1.1\\r\\nHost: a.example\\r\\n",
          "{CHUNKED}",
              "POST / HTTP/1.1\\r\\nHost: a.example\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n");
  private static final Map<String, String> RESPONSE_WORDS =
      Map.of(
          "{OK}", "HTTP/1.1 200 OK\\r\\n",
          "{CHUNKED}", "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n");

  private final String expected;
  private final String name;
  private final byte[] bytes;

  private WireCase(String expected, String name, byte[] bytes) {
    this.expected = expected;
    this.name = name;
    this.bytes = bytes;
  }

  /** A failure's name, {@code CUT}, or a number of messages. */
  String expected() {
    return expected;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Reads a table, {@code hostile-requests} for example. */
  static List<WireCase> table(String name) {
    try (InputStream in = WireCase.class.getResourceAsStream("wire/" + name + ".txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> words = name.endsWith("requests") ? REQUEST_WORDS : RESPONSE_WORDS;
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> of(line, words))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WireCase of(String line, Map<String, String> words) {
    String[] parts = line.split("\\|", 3);
    String text = parts[2].startsWith(" ") ? parts[2].substring(1) : parts[2];
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    return new WireCase(parts[0].trim(), parts[1].trim(), new Reader(text).bytes());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Resolves escapes and repetitions. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    byte[] bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      read(out, false);
      return out.toByteArray();
    }

    private void read(ByteArrayOutputStream out, boolean repeated) {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '}' && repeated) {
          return;
        }
        if (c == '\\') {
          out.write(escaped());
        } else if (c == '{' && text.substring(at).matches("(?s)[0-9]+\\*.*")) {
          repeat(out);
        } else {
          out.write(c);
        }
      }
    }

    private int escaped() {
      char c = text.charAt(at++);
      return switch (c) {
        case 'r' -> '\r';
        case 'n' -> '\n';
        case 't' -> '\t';
        case '0' -> 0;
        case '\\' -> '\\';
        case 'x' -> {
          at += 2;
          yield Integer.parseInt(text, at - 2, at, 16);
        }
        default -> throw new IllegalArgumentException("no escape \\" + c + " in " + text);
      };
    }

    private void repeat(ByteArrayOutputStream out) {
      int star = text.indexOf('*', at);
      int times = Integer.parseInt(text, at, star, 10);
      at = star + 1;
      ByteArrayOutputStream once = new ByteArrayOutputStream();
      read(once, true);
      for (int i = 0; i < times; i++) {
        out.writeBytes(once.toByteArray());
      }
    }
  }
}
