package io.canaryrouter.http;

import java.util.List;

/**
 * The traffic port.
 *
 * @param host address to bind
 * @param port port to bind; 0 picks a free one
 * @param trustedProxies peers whose forwarding fields are believed and appended to
 * @param limits bounds on request heads
 * @param maxBodyBytes largest content of a request; 0 is no limit, as bodies stream
 * @param headMillis a request head must be complete this long after its first byte, and a new
 *     connection must begin one within it
 * @param bodyMillis in each span of this length a request body that the router is ready to read
 *     must bring at least {@value #MIN_BODY_BYTES} bytes
 * @param idleMillis a keep-alive connection without a request is closed after this
 * @param stallMillis a client that takes not one byte of its response for this long is cut off
 * @param backlog length of the accept queue asked of the kernel
 */
public record ListenSettings(
    String host,
    int port,
    List<Cidr> trustedProxies,
    WireLimits limits,
    long maxBodyBytes,
    long headMillis,
    long bodyMillis,
    long idleMillis,
    long stallMillis,
    int backlog) {
  /** Least progress of a request body in one span, in bytes. */
  public static final int MIN_BODY_BYTES = 1_000;

  /** Whether a request may bring this much content. */
  boolean admits(long bytes) {
    return maxBodyBytes == 0 || bytes <= maxBodyBytes;
  }

  /** Every default but the address. */
  public static ListenSettings of(String host, int port) {
    return new ListenSettings(
        host, port, List.of(), WireLimits.DEFAULTS, 0, 10_000, 10_000, 125_000, 30_000, 1_024);
  }

  /** The same with other trusted peers. */
  public ListenSettings trusting(List<Cidr> proxies) {
    return new ListenSettings(
        host,
        port,
        proxies,
        limits,
        maxBodyBytes,
        headMillis,
        bodyMillis,
        idleMillis,
        stallMillis,
        backlog);
  }
}
