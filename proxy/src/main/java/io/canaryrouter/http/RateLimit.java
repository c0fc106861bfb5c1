package io.canaryrouter.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * At most {@value #BURST} requests at once from one client, and {@value #PER_SECOND} a second
 * afterwards.
 *
 * <p>A bucket of tokens for each client, kept as one number: the time at which it will be full
 * again (the generic cell rate algorithm). An IPv6 client is its /64, of which it has every
 * address.
 *
 * <p>Thread safety: any thread, compare-and-set. Memory: bounded, the {@value #MAX_CLIENTS} clients
 * that matter most.
 */
final class RateLimit {
  static final int BURST = 60;
  static final int PER_SECOND = 10;
  static final int MAX_CLIENTS = 10_000;

  private static final int NETWORK_BYTES = 8;
  private static final long TOKEN_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  private final Cache<String, AtomicLong> fullAt =
      Caffeine.newBuilder().maximumSize(MAX_CLIENTS).executor(Runnable::run).build();

  /** Takes one of the client's tokens, if there is one. */
  boolean tryPass(String address, long nowNanos) {
    AtomicLong full = fullAt.get(client(address), first -> new AtomicLong(nowNanos));
    long before = full.get();
    long missingNanos = Math.max(0, before - nowNanos);
    while (missingNanos <= (BURST - 1) * TOKEN_NANOS) {
      if (full.compareAndSet(before, nowNanos + missingNanos + TOKEN_NANOS)) {
        return true;
      }
      before = full.get();
      missingNanos = Math.max(0, before - nowNanos);
    }
    return false;
  }

  private static String client(String address) {
    InetAddress parsed = AddressText.parse(address);
    return parsed instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
        : address;
  }
}
