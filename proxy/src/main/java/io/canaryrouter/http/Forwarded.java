package io.canaryrouter.http;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** Writes the {@code Forwarded} field (RFC 7239). */
final class Forwarded {
  /** Most hops that are told, nearest last; a longer chain was invented by somebody. */
  private static final int MAX_HOPS = 20;

  private Forwarded() {}

  /** One element: {@code for=192.0.2.1}, {@code for="[2001:db8::1]"} or {@code for=unknown}. */
  static String hop(CharSequence text) {
    InetAddress address = AddressText.parseHop(text);
    if (address == null) {
      return "for=unknown";
    }
    String plain = NetUtil.toAddressString(address);
    return address instanceof Inet6Address ? "for=\"[" + plain + "]\"" : "for=" + plain;
  }

  /** The nearest hops of an {@code X-Forwarded-For} chain. */
  static String chain(List<CharSequence> hops) {
    StringBuilder chain = new StringBuilder();
    for (CharSequence hop : hops.subList(Math.max(0, hops.size() - MAX_HOPS), hops.size())) {
      chain.append(chain.isEmpty() ? "" : ", ").append(hop(hop));
    }
    return chain.toString();
  }
}
