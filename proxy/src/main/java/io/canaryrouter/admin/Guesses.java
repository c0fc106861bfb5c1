package io.canaryrouter.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps wrong tokens rare: {@value #BURST} from an address, then one in six seconds.
 *
 * <p>An address that guesses is refused with its right tokens too, or the limit would limit
 * nothing. Only a token that was right at this address before stays good there: one broken script
 * beside an operator must not keep a failover away.
 *
 * <p>Thread-safe. Memory: {@value #MOST} addresses.
 */
final class Guesses {
  static final int BURST = 10;
  static final Duration SPAN = Duration.ofSeconds(6);
  private static final int MOST = 1_000;

  /** Whoever has one address of IPv6 has all that share its first eight bytes. */
  private static final int NETWORK_BYTES = 8;

  private final Allowance wrong;
  private final Map<String, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  Guesses(LongSupplier nanoClock) {
    wrong = new Allowance(BURST, SPAN, MOST, nanoClock);
  }

  /**
   * A wrong token has come from this address.
   *
   * @throws Problem when it was one too many
   */
  void wrong(String address) {
    refuse(wrong.take(network(address)));
  }

  /**
   * A right one has.
   *
   * @throws Problem when the address is guessing, and the token was never right there before
   */
  synchronized void right(String address, AdminToken token) {
    String network = network(address);
    String pair = network + " " + token.name();
    if (!known.containsKey(pair)) {
      refuse(wrong.waitSeconds(network));
    }
    known.put(pair, true);
  }

  private static void refuse(long waitSeconds) {
    if (waitSeconds > 0) {
      throw new Problem(
          429, "too many wrong tokens from this address; wait " + waitSeconds + " s", waitSeconds);
    }
  }

  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // Text with a colon is never looked up: it is an address or refused.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
