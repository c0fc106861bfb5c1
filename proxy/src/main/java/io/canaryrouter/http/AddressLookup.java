package io.canaryrouter.http;

import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All addresses that a name stands for, asked again when their time to live is over: at the
 * earliest after one second, at the latest after thirty.
 *
 * <p>The resolver's cache keeps the times to live; it is asked each second, and that costs nothing
 * while its answer is fresh. A failed lookup tells nothing, so the last answer stands. Confined to
 * one event loop.
 */
final class AddressLookup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AddressLookup.class);
  private static final int LEAST_TTL_SECONDS = 1;
  private static final int MOST_TTL_SECONDS = 30;
  private static final long QUERY_TIMEOUT_MILLIS = 2_000;
  private static final long POLL_MILLIS = 1_000;

  private final String name;
  private final EventLoop loop;
  private final Consumer<List<InetAddress>> answers;
  private final DnsNameResolver resolver;
  private @Nullable Future<?> next;
  private boolean failing;
  private boolean closed;

  /** Nothing is asked before {@link #poll}. */
  AddressLookup(
      String name,
      EventLoop loop,
      Transport transport,
      DnsServerAddressStreamProvider nameServers,
      Consumer<List<InetAddress>> answers) {
    this.name = name;
    this.loop = loop;
    this.answers = answers;
    this.resolver =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(transport.datagramChannel())
            .socketChannelType(transport.clientChannel())
            .nameServerProvider(nameServers)
            .ttl(LEAST_TTL_SECONDS, MOST_TTL_SECONDS)
            .queryTimeoutMillis(QUERY_TIMEOUT_MILLIS)
            .build();
  }

  /** The one address of a literal or of {@code localhost}; null for a name that must be asked. */
  static @Nullable InetAddress fixed(String host) {
    byte[] bytes =
        "localhost".equalsIgnoreCase(host)
            ? new byte[] {127, 0, 0, 1}
            : NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      return null;
    }
    try {
      return InetAddress.getByAddress(host, bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes: " + host, e);
    }
  }

  /** Asks now, and again each second. */
  void poll() {
    resolver.resolveAll(name).addListener((Future<List<InetAddress>> f) -> answered(f));
  }

  private void answered(Future<List<InetAddress>> lookup) {
    if (closed) {
      return;
    }
    next = loop.schedule(this::poll, POLL_MILLIS, TimeUnit.MILLISECONDS);
    if (lookup.isSuccess()) {
      if (failing) {
        LOG.info("{} can be resolved again", name);
      }
      failing = false;
      answers.accept(oneFamily(lookup.getNow()));
    } else if (!failing) {
      failing = true;
      LOG.warn(
          "{} cannot be resolved, the last known addresses stand: {}",
          name,
          String.valueOf(lookup.cause().getMessage()));
    }
  }

  /** An instance's IPv4 and IPv6 addresses must not count as two instances. */
  private static List<InetAddress> oneFamily(List<InetAddress> addresses) {
    List<InetAddress> old = addresses.stream().filter(a -> a instanceof Inet4Address).toList();
    return old.isEmpty() ? addresses : old;
  }

  /** Asks no more. */
  @Override
  public void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
    resolver.close();
  }
}
