package io.canaryrouter.http;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and its port, as a Host field or a target names them (RFC 9110 section 7.2), comparable:
 * the host in lower case, the port never left out. Narrower than RFC 3986: no user information, no
 * escapes, no punctuation that no real name has. Immutable.
 */
record Authority(String host, int port) {
  private static final int MAX_PORT_DIGITS = 5;
  private static final int MAX_PORT = 65_535;

  /** Whether the range is a host with an optional port; allocates nothing but for an IPv6 one. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int hostEnd = hostEnd(bytes, from, to);
    return hostEnd > from && port(bytes, hostEnd, to, 0) >= 0;
  }

  /** Reads the range, or null when it is not valid. */
  static @Nullable Authority parse(byte[] bytes, int from, int to, int defaultPort) {
    int hostEnd = hostEnd(bytes, from, to);
    int port = hostEnd > from ? port(bytes, hostEnd, to, defaultPort) : -1;
    return port < 0 ? null : new Authority(text(bytes, from, hostEnd), port);
  }

  private static int hostEnd(byte[] bytes, int from, int to) {
    if (from == to || bytes[from] != '[') {
      return Octets.endOf(Octets.NAME, bytes, from, to);
    }
    int end = from + 1;
    while (end < to && bytes[end] != ']') {
      if (bytes[end] == '%') {
        return from;
      }
      end++;
    }
    boolean literal = end < to && NetUtil.isValidIpV6Address(text(bytes, from + 1, end));
    return literal ? end + 1 : from;
  }

  /** The port behind the host; an empty one is the default, -1 is no port at all. */
  private static int port(byte[] bytes, int from, int to, int defaultPort) {
    if (from == to || (from + 1 == to && bytes[from] == ':')) {
      return defaultPort;
    }
    int digits = from + 1;
    if (bytes[from] != ':'
        || to - digits > MAX_PORT_DIGITS
        || !Octets.isAll(Octets.DIGIT, bytes, digits, to)) {
      return -1;
    }
    int port = 0;
    for (int i = digits; i < to; i++) {
      port = port * 10 + bytes[i] - '0';
    }
    return port <= MAX_PORT ? port : -1;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
  }
}
