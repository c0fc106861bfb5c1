package io.canaryrouter.http;

import java.net.InetAddress;

/**
 * The network that a client comes from, as a number that tells networks apart without naming them:
 * /24 of IPv4, /56 of IPv6, about what one household or office has.
 *
 * <p>The same in every process and at every start, and no function of user key or bucket. Cost: a
 * copy of the address and a few multiplications.
 */
final class ClientNetwork {
  /** Of a client that has no internet address. */
  static final long UNKNOWN = 0;

  private static final int V4_PREFIX_BYTES = 3;
  private static final int V6_PREFIX_BYTES = 7;
  private static final int V4_IN_V6 = 12;

  private ClientNetwork() {}

  /** The network of an address; an IPv4-mapped IPv6 address counts as IPv4. */
  static long of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return hash(4, bytes, 0, V4_PREFIX_BYTES);
    }
    return isMapped(bytes)
        ? hash(4, bytes, V4_IN_V6, V4_PREFIX_BYTES)
        : hash(6, bytes, 0, V6_PREFIX_BYTES);
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < V4_IN_V6 - 2; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[V4_IN_V6 - 2] == -1 && bytes[V4_IN_V6 - 1] == -1;
  }

  private static long hash(int family, byte[] bytes, int from, int length) {
    long prefix = family;
    for (int i = from; i < from + length; i++) {
      prefix = (prefix << 8) | (bytes[i] & 0xff);
    }
    // Two mixings that are each undone easily, and their sum is not.
    return mix(prefix ^ 0x9e3779b97f4a7c15L) + mix(prefix + 0xd1b54a32d192ed03L);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
