package io.canaryrouter.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads addresses out of fields; names are never resolved, and nothing is thrown. */
public final class AddressText {
  /** The longest way to write an address: IPv6 that embeds IPv4. */
  private static final int MAX_LENGTH = 45;

  private AddressText() {}

  /** An address as visitors are hashed by it: in its shortest form (RFC 5952); null of others. */
  public static @Nullable String shortest(String text) {
    InetAddress address = parse(text);
    return address == null ? null : NetUtil.toAddressString(address);
  }

  /** The address that the text is, or null; no port, no zone, no brackets. */
  static @Nullable InetAddress parse(CharSequence text) {
    if (text.length() == 0 || text.length() > MAX_LENGTH) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f || (Character.digit(c, 16) < 0 && c != '.' && c != ':')) {
        return null;
      }
    }
    return NetUtil.createInetAddressFromIpAddressString(text.toString());
  }

  /** The same for one hop of a chain, where some proxies add the port or the brackets of a URL. */
  static @Nullable InetAddress parseHop(CharSequence text) {
    String hop = text.toString();
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? null : parse(hop.substring(1, end));
    }
    int colon = hop.indexOf(':');
    boolean hasPort = colon >= 0 && hop.indexOf('.') >= 0 && hop.lastIndexOf(':') == colon;
    return parse(hasPort ? hop.substring(0, colon) : hop);
  }
}
