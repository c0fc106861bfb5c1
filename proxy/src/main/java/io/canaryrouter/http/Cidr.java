package io.canaryrouter.http;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses, {@code 10.0.0.0/8} or a single address; IPv4 or IPv6. Immutable. */
public final class Cidr {
  private final String text;
  private final byte[] network;
  private final int prefix;

  private Cidr(String text, byte[] network, int prefix) {
    this.text = text;
    this.network = network;
    this.prefix = prefix;
  }

  /**
   * Reads a range; names are never resolved.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address != null) {
      int bits = address.length * 8;
      String prefix = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
      if (prefix.matches("[0-9]{1,3}") && Integer.parseInt(prefix) <= bits) {
        return new Cidr(text, address, Integer.parseInt(prefix));
      }
    }
    throw new IllegalArgumentException(
        "an address range is written like 10.0.0.0/8 or 192.0.2.1, not \"" + text + "\"");
  }

  /** Whether the address lies in the range; an IPv4-mapped IPv6 address counts as IPv4. */
  public boolean contains(InetAddress address) {
    byte[] candidate = unmapped(address.getAddress());
    if (candidate.length != network.length) {
      return false;
    }
    int shift = network.length * 8 - prefix;
    return new BigInteger(1, candidate)
        .shiftRight(shift)
        .equals(new BigInteger(1, network).shiftRight(shift));
  }

  private static byte[] unmapped(byte[] address) {
    if (address.length != 16) {
      return address;
    }
    try {
      // The platform's own factory turns an IPv4-mapped address into an IPv4 one.
      return InetAddress.getByAddress(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
