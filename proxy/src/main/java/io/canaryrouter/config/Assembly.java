package io.canaryrouter.config;

import io.canaryrouter.http.AccessLogSettings;
import io.canaryrouter.http.HealthSettings;
import io.canaryrouter.http.ListenSettings;
import io.canaryrouter.http.ShutdownSettings;
import io.canaryrouter.http.StackSettings;
import io.canaryrouter.http.UpstreamAddress;
import io.canaryrouter.http.WireLimits;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.store.StoreSettings;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts the settings records of all parts together from the values in force. */
final class Assembly {
  private final Values values;
  private final Findings findings;

  Assembly(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  RouterConfig config(String source, boolean forcedBlue, StoreSettings state) {
    RoutingAssembly routing = new RoutingAssembly(values, findings);
    return new RouterConfig(
        source,
        values.get(Keys.NAME),
        listen(),
        new AdminAssembly(values, findings).settings(),
        stack(StackKeys.BLUE),
        stack(StackKeys.GREEN),
        identity(),
        routing.split(),
        routing.routes(),
        routing.exclusions(),
        guard(),
        values.get(GuardKeys.SECOND_OPINION),
        values.get(Keys.TRANSPORT),
        state,
        accessLog(),
        new ShutdownSettings(values.get(Keys.SHUTDOWN_DELAY), values.get(Keys.SHUTDOWN_LINGER)),
        forcedBlue);
  }

  private ListenSettings listen() {
    return new ListenSettings(
        values.get(Keys.LISTEN_HOST),
        values.get(Keys.LISTEN_PORT),
        values.get(Keys.TRUSTED_PROXIES),
        new WireLimits(
            Math.toIntExact(values.get(Keys.MAX_LINE)),
            Math.toIntExact(values.get(Keys.MAX_FIELDS)),
            values.get(Keys.MAX_FIELD_COUNT)),
        values.get(Keys.MAX_BODY),
        values.get(Keys.HEAD_TIMEOUT),
        values.get(Keys.BODY_TIMEOUT),
        values.get(Keys.IDLE_TIMEOUT),
        values.get(Keys.STALL_TIMEOUT),
        values.get(Keys.BACKLOG));
  }

  private StackSettings stack(StackKeys keys) {
    return new StackSettings(
        address(keys),
        values.get(keys.version()),
        values.find(keys.versionHeader()),
        values.get(keys.keepHost()),
        values.find(keys.ca()),
        health(keys.probe()),
        values.get(keys.timeouts().connect()),
        values.get(keys.timeouts().head()),
        values.get(keys.timeouts().idle()),
        values.get(keys.timeouts().total()),
        values.get(keys.timeouts().poolIdle()),
        values.get(keys.maxConcurrent()),
        values.get(keys.queueSize()),
        values.get(keys.queueTimeout()));
  }

  /**
   * An address that is missing or wrong has its finding; the rest is checked over one of nobody.
   */
  private UpstreamAddress address(StackKeys keys) {
    return values.has(keys.url())
        ? values.get(keys.url())
        : new UpstreamAddress(false, keys.url().path() + ".invalid", 1);
  }

  private HealthSettings health(StackKeys.Probe keys) {
    return new HealthSettings(
        values.find(keys.path()),
        values.find(keys.host()),
        values.get(keys.interval()),
        values.get(keys.timeout()),
        values.get(keys.downAfter()),
        values.get(keys.upAfter()));
  }

  private IdentitySettings identity() {
    return new IdentitySettings(
        values.get(Keys.JWT_FROM),
        values.get(Keys.JWT_CLAIMS),
        values.get(Keys.ANONYMOUS),
        new VerifyAssembly(values, findings).verify(),
        new CookieAssembly(values, findings).cookie());
  }

  private GuardSettings guard() {
    return new GuardSettings(
        values.get(GuardKeys.MODE),
        values.get(GuardKeys.ERROR_RATE),
        optional(values.find(GuardKeys.LATENCY_VS_BLUE)),
        nanos(values.find(GuardKeys.LATENCY_P95)),
        values.get(GuardKeys.ON_LATENCY),
        values.get(GuardKeys.MIN_REQUESTS),
        TimeUnit.MILLISECONDS.toNanos(values.get(GuardKeys.SUSTAINED)));
  }

  private static OptionalDouble optional(@Nullable Double share) {
    return share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
  }

  private static OptionalLong nanos(@Nullable Long millis) {
    return millis == null
        ? OptionalLong.empty()
        : OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private AccessLogSettings accessLog() {
    return new AccessLogSettings(
        values.get(Keys.LOG_ENABLED), values.get(Keys.LOG_LINES), values.get(Keys.LOG_SLOW));
  }
}
