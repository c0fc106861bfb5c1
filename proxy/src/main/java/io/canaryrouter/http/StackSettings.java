package io.canaryrouter.http;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stack as the data plane reaches it.
 *
 * @param address where it listens; a name may stand for several instances
 * @param version what runs there, for people; may be empty
 * @param versionHeader the field of its answers that names the build behind them, or null
 * @param keepHost whether the client's Host reaches the stack, or the stack's own authority does
 * @param ca PEM file with the authorities that its certificate may come from; null is the
 *     platform's
 * @param health how its instances are probed
 * @param connectMillis a connection must stand by then, and TLS on it as long again
 * @param headMillis the response head must begin this long after the request's last byte was sent
 * @param idleMillis longest silence within a response
 * @param totalMillis longest request from head to end, tunnels and event streams apart; 0 is none
 * @param poolIdleMillis an idle connection is closed after this; below the stack's own keep-alive
 * @param maxConcurrent most requests at once; 0 is no limit
 * @param queueSize most requests that wait for one of them to end
 * @param queueMillis longest wait
 */
public record StackSettings(
    UpstreamAddress address,
    String version,
    @Nullable String versionHeader,
    boolean keepHost,
    @Nullable Path ca,
    HealthSettings health,
    long connectMillis,
    long headMillis,
    long idleMillis,
    long totalMillis,
    long poolIdleMillis,
    int maxConcurrent,
    int queueSize,
    long queueMillis) {

  /**
   * Every default but the address. Host is kept for plain http, as private services need it, and
   * rewritten for https, as public edges do.
   */
  public static StackSettings of(UpstreamAddress address) {
    return new StackSettings(
        address,
        "",
        null,
        !address.tls(),
        null,
        HealthSettings.DEFAULTS,
        3_000,
        60_000,
        60_000,
        0,
        15_000,
        0,
        64,
        1_000);
  }

  /**
   * Whether requests find the same stack in the same way, however the rest differs. Another version
   * is another stack: of that nothing is known.
   */
  boolean reachesAs(StackSettings other) {
    return address.equals(other.address)
        && version.equals(other.version)
        && keepHost == other.keepHost
        && Objects.equals(ca, other.ca);
  }

  /** The same with other probing. */
  public StackSettings withHealth(HealthSettings probing) {
    return new StackSettings(
        address,
        version,
        versionHeader,
        keepHost,
        ca,
        probing,
        connectMillis,
        headMillis,
        idleMillis,
        totalMillis,
        poolIdleMillis,
        maxConcurrent,
        queueSize,
        queueMillis);
  }
}
