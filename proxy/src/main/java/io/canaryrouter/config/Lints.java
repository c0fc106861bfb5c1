package io.canaryrouter.config;

import io.canaryrouter.admin.AdminSettings;
import io.canaryrouter.admin.AdminToken;
import io.canaryrouter.http.StackSettings;
import io.canaryrouter.http.UpstreamAddress;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource.Kind;
import io.canaryrouter.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What each value allows and all together forbid, or what is allowed and seldom meant. Every lint
 * names its reason in its message.
 */
final class Lints {
  /** Ports that Render keeps for itself. */
  private static final Set<Integer> RENDER_PORTS = Set.of(18_012, 18_013, 19_099);

  /** Render's default port, which its private network does not carry. */
  private static final int RENDER_DEFAULT_PORT = 10_000;

  private static final long PUMA_KEEP_ALIVE_MILLIS = 20_000;
  private static final long RENDER_SHUTDOWN_MILLIS = 30_000;
  private static final long RENDER_IDLE_MILLIS = 120_000;
  private static final int RENDER_LOG_LINES = 6_000;

  private final RouterConfig config;
  private final Values values;
  private final Findings findings;
  private final Variables variables;

  Lints(RouterConfig config, Values values, Variables variables, Findings findings) {
    this.config = config;
    this.values = values;
    this.findings = findings;
    this.variables = variables;
  }

  void check() {
    admin();
    stacks();
    stack(StackKeys.BLUE, config.blue());
    stack(StackKeys.GREEN, config.green());
    split();
    new RoutingLints(config, values, findings).check();
    new GuardLints(config, values, findings).check();
    identity();
    trustedProxies();
    shutdown();
    state();
    if (variables.isSet("RENDER")) {
      render();
    }
  }

  private void admin() {
    String token = values.get(AdminKeys.TOKEN);
    if (!token.isEmpty() && token.length() < AdminToken.SHORTEST) {
      warning(
          AdminKeys.TOKEN,
          "the token has fewer than 16 characters and can be guessed: take one of openssl rand -hex"
              + " 32");
    }
    if (config.admin().openMetrics() && !AdminSettings.isLoopback(config.admin().host())) {
      note(
          AdminKeys.METRICS_OPEN,
          "whoever reaches the admin port reads the metrics without a token: write false if a"
              + " scraper brings one");
    }
    if (config.admin().publicHost() != null && config.listen().trustedProxies().isEmpty()) {
      warning(
          AdminKeys.PUBLIC_HOST,
          "listen.trusted-proxies names nobody whose https would be believed, so every request for"
              + " this host is refused: name the proxy in front of the router");
    }
    if (config.admin().port() == config.listen().port() && config.admin().port() != 0) {
      error(AdminKeys.PORT, "listen.port is the same: the two servers need a port each");
    }
  }

  private void stacks() {
    if (config.blue().address().equals(config.green().address())) {
      warning(
          StackKeys.GREEN.url(),
          "green and blue are the same address: nothing would be compared, and a failover would"
              + " change nothing");
    }
  }

  private void stack(StackKeys keys, StackSettings stack) {
    if (stack.poolIdleMillis() >= PUMA_KEEP_ALIVE_MILLIS) {
      warning(
          keys.timeouts().poolIdle(),
          "Puma closes idle connections after 20 s: stay below, or requests meet closed ones");
    }
    if (stack.keepHost() && isPublicRender(stack.address())) {
      warning(
          keys.keepHost(), "a public onrender.com address is found by its own Host: write rewrite");
    }
    if (stack.queueMillis() > stack.headMillis()) {
      warning(keys.queueTimeout(), "requests would wait longer than the stack may take to answer");
    }
    certificates(keys, stack);
  }

  private static boolean isPublicRender(UpstreamAddress address) {
    return address.tls() && address.host().endsWith(".onrender.com");
  }

  private void certificates(StackKeys keys, StackSettings stack) {
    Path ca = stack.ca();
    if (ca == null || !values.has(keys.url())) {
      return;
    }
    if (!stack.address().tls()) {
      warning(keys.ca(), "an http stack shows no certificate: remove it, or write https");
    } else if (!Files.isReadable(ca)) {
      error(keys.ca(), "the file cannot be read: check the path and its permissions");
    }
  }

  private void split() {
    boolean hasUsers = config.split().green().basisPoints() > 0;
    if (hasUsers && config.green().health().path() == null) {
      warning(
          StackKeys.GREEN.probe().path(),
          "green gets users, but only its port is probed: write its health path, for example /up");
    }
    if (hasUsers && config.forcedBlue()) {
      warning(SplitKeys.GREEN, "CANARY_FORCE=blue is set: nobody goes to green");
    }
  }

  private void identity() {
    if (config.identity().from().stream().anyMatch(source -> source.kind() == Kind.QUERY)) {
      note(
          Keys.JWT_FROM,
          "a token in a query stands in the logs of others; the router logs no query values");
    }
    if (config.identity().anonymous().contains(Anonymous.RANDOM)) {
      warning(
          Keys.ANONYMOUS,
          "random moves visitors between the stacks at each request: for load tests");
    }
  }

  private void trustedProxies() {
    if (config.listen().trustedProxies().stream()
        .anyMatch(range -> isEverybody(range.toString()))) {
      warning(
          Keys.TRUSTED_PROXIES,
          "everybody is trusted: any client can claim any address for itself");
    }
  }

  private static boolean isEverybody(String range) {
    return range.endsWith("/0");
  }

  private void shutdown() {
    if (config.shutdown().lingerMillis() >= config.shutdown().delayMillis()) {
      error(
          Keys.SHUTDOWN_LINGER,
          "nothing is left of shutdown.delay for requests to end: write less than the delay");
    }
  }

  /** A place that forgets is no error: whoever never leaves the configured weight loses nothing. */
  private void state() {
    boolean isOnRender = variables.isSet("RENDER");
    if (config.state() instanceof StoreSettings.InFile) {
      fileState(isOnRender);
    } else if (config.state() instanceof StoreSettings.InRedis redis) {
      redisState(redis);
    } else if (findings.concern(StateKeys.FILE) || findings.concern(StateKeys.REDIS)) {
      return;
    } else if (isOnRender) {
      warning(
          StateKeys.REDIS,
          "no state is kept, so that every deploy and restart forgets weight and failover: give the"
              + " service REDIS_URL, of a Key Value with maxmemoryPolicy noeviction");
    } else if (!config.admin().tokens().isEmpty()) {
      note(
          StateKeys.FILE,
          "no state is kept, so that a restart forgets weight and failover: name a file or a Redis");
    }
  }

  private void fileState(boolean isOnRender) {
    if (isOnRender) {
      warning(
          StateKeys.FILE,
          "Render's disks forget a failover at every deploy, and with a persistent one there is no"
              + " deploy without downtime: write state.redis, with a Key Value");
    }
    if (variables.isSet(StateKeys.VARIABLE)) {
      note(StateKeys.FILE, "REDIS_URL is set and not used, as this names another place");
    }
  }

  private void redisState(StoreSettings.InRedis redis) {
    if (redis.origin().equals(StateKeys.VARIABLE)) {
      findings.note(
          Place.NOWHERE,
          StateKeys.VARIABLE,
          "the state is kept there, as state names no other place: a Redis that evicts keys, such as"
              + " an application's cache, would forget a failover");
    }
  }

  private void render() {
    if (RENDER_PORTS.contains(config.listen().port())) {
      warning(Keys.LISTEN_PORT, "Render keeps this port for itself: leave ${PORT} to it");
    }
    if (RENDER_PORTS.contains(config.admin().port())) {
      warning(AdminKeys.PORT, "Render keeps this port for itself: 9090 is free");
    }
    if (AdminSettings.isLoopback(config.listen().host())) {
      warning(Keys.LISTEN_HOST, "Render cannot reach the router there: write 0.0.0.0");
    }
    if (config.listen().idleMillis() < RENDER_IDLE_MILLIS) {
      warning(
          Keys.IDLE_TIMEOUT,
          "Render's edge reuses connections for two minutes: write at least 120s");
    }
    if (config.shutdown().delayMillis() > RENDER_SHUTDOWN_MILLIS) {
      warning(
          Keys.SHUTDOWN_DELAY,
          "Render kills after 30 s unless maxShutdownDelaySeconds says more: raise that too");
    }
    if (config.accessLog().enabled() && config.accessLog().maxLinesPerMinute() > RENDER_LOG_LINES) {
      warning(Keys.LOG_LINES, "Render drops what comes above 6,000 lines a minute");
    }
    privatePort(StackKeys.BLUE, config.blue().address());
    privatePort(StackKeys.GREEN, config.green().address());
  }

  private void privatePort(StackKeys keys, UpstreamAddress address) {
    if (!address.tls() && address.port() == RENDER_DEFAULT_PORT) {
      warning(
          keys.url(),
          "Render's private network does not carry port 10000: give the service another, for example"
              + " PORT=3000");
    }
  }

  private void error(Key<?> key, String message) {
    findings.error(values.place(key), key.path(), message);
  }

  private void warning(Key<?> key, String message) {
    findings.warning(values.place(key), key.path(), message);
  }

  private void note(Key<?> key, String message) {
    findings.note(values.place(key), key.path(), message);
  }
}
