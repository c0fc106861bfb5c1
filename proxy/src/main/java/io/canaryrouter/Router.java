package io.canaryrouter;

import io.canaryrouter.admin.AdminParts;
import io.canaryrouter.admin.AdminServer;
import io.canaryrouter.config.Finding;
import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import io.canaryrouter.http.EdgeServer;
import io.canaryrouter.http.EdgeSettings;
import io.canaryrouter.http.Rerouting;
import io.canaryrouter.http.RoutingSettings;
import io.canaryrouter.http.StackSettings;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.VerificationFigures;
import io.canaryrouter.judge.Judge;
import io.canaryrouter.measure.Ledger;
import io.canaryrouter.measure.Measurements;
import io.canaryrouter.rollout.Basis;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Change;
import io.canaryrouter.rollout.Clocks;
import io.canaryrouter.rollout.Commands;
import io.canaryrouter.rollout.Control;
import io.canaryrouter.rollout.ControlThread;
import io.canaryrouter.rollout.Inbox;
import io.canaryrouter.rollout.Opening;
import io.canaryrouter.rollout.Refused;
import io.canaryrouter.rollout.Watch;
import io.canaryrouter.split.Splitter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router: every part, wired in one place, from the start to the end.
 *
 * <p>Thread safety: its methods may be called from any thread.
 */
public final class Router implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /** Longest wait for the control thread, which answers within milliseconds while it lives. */
  private static final long COMMAND_SECONDS = 5;

  /** A key of the file that only a restart can change, and what the configuration holds there. */
  private record Fixed(String key, Function<RouterConfig, Object> settings) {}

  private static final List<Fixed> FIXED =
      List.of(
          new Fixed("name", RouterConfig::name),
          new Fixed("listen", RouterConfig::listen),
          new Fixed("admin", RouterConfig::admin),
          new Fixed("transport", RouterConfig::transport),
          new Fixed("state", RouterConfig::state),
          new Fixed("access-log", RouterConfig::accessLog),
          new Fixed("shutdown", RouterConfig::shutdown));

  private final Supplier<LoadedConfig> source;
  private final Memory memory;
  private final VerificationFigures verifications = new VerificationFigures();
  private final LongSupplier nanoClock;
  private final Measurements measurements;
  private final EdgeServer edge;
  private final Commands commands;
  private final ControlThread controlThread;
  private final AdminServer admin;
  private RouterConfig config;

  /**
   * Starts a router.
   *
   * @param config what it does
   * @param source where the configuration is read from again
   * @param accessLog where the access log is written
   * @throws IOException when the admin port cannot be bound
   * @throws IllegalStateException when the traffic port cannot be bound
   */
  public static Router start(
      RouterConfig config, Supplier<LoadedConfig> source, OutputStream accessLog)
      throws IOException {
    return new Router(config, source, accessLog);
  }

  private Router(RouterConfig config, Supplier<LoadedConfig> source, OutputStream accessLog)
      throws IOException {
    this.config = config;
    this.source = source;
    Clocks clocks = new Clocks(System::nanoTime, System::currentTimeMillis);
    nanoClock = clocks.nanos();
    Inbox inbox = new Inbox();
    memory = Memory.open(config, inbox);
    Opening opening = Opening.of(memory.keeper(), basis(config));
    Splitter splitter = new Splitter(opening.table(config.forcedBlue()), clocks.nanos());
    measurements = new Measurements(config.latencyLimits());
    measurements.expect(config.routes().labels());

    edge =
        EdgeServer.start(
            edgeSettings(config),
            new EdgeServer.Means(
                splitter,
                measurements::newRecorder,
                clocks.nanos(),
                clocks.epochMillis(),
                () -> ThreadLocalRandom.current().nextLong(),
                accessLog),
            newIdentifier(config.identity()),
            Runtime.getRuntime().availableProcessors());

    Ledger ledger =
        new Ledger(clocks.nanos().getAsLong(), clocks.epochMillis().getAsLong(), memory::keep);
    Watch watch = new Watch(measurements.ring(), judge(config), ledger);
    Control control = new Control(splitter, opening, memory.keeper(), watch, edge, clocks);
    controlThread = new ControlThread(control, inbox);
    measurements.ring().callUrgently(controlThread::hurry);
    commands = new Commands(control, controlThread);

    admin =
        openAdmin(
            new AdminParts(
                config.name(),
                commands,
                splitter,
                measurements,
                edge::identifier,
                edge::rules,
                new EdgeView(edge),
                this::reload,
                version(),
                clocks.nanos(),
                clocks.epochMillis()));
    controlThread.start();
    admin.start();
    edge.openAdmin(admin.address());
    LOG.info(
        "{} serves on {} by {}, admin on {}:{}, green {}",
        config.name(),
        edge.address(),
        edge.transport().label(),
        config.admin().host(),
        admin.address().getPort(),
        splitter.table().effective());
  }

  /** Without an admin port there is no router: what serves already is closed again. */
  private AdminServer openAdmin(AdminParts parts) throws IOException {
    try {
      return new AdminServer(config.admin(), parts);
    } catch (IOException e) {
      edge.close();
      edge.identifier().close();
      memory.close();
      throw e;
    }
  }

  /** Where clients call. */
  public InetSocketAddress address() {
    return edge.address();
  }

  /** The port where operators call. */
  public int adminPort() {
    return admin.address().getPort();
  }

  /**
   * Reads the configuration again: all of it takes effect or none.
   *
   * @throws Refused when the state forbids it, or when something changed that needs a restart
   * @throws IllegalArgumentException with the findings when it is wrong
   */
  public synchronized Change reload(Cause cause) {
    LoadedConfig loaded = source.get();
    RouterConfig next = loaded.config();
    if (next == null || loaded.has(Finding.Severity.ERROR)) {
      throw new IllegalArgumentException(String.join("\n", loaded.describe()));
    }
    requireNoRestart(next);
    UserIdentifier before = edge.identifier();
    UserIdentifier after = identifier(before, next.identity());
    UserIdentifier unused = after;
    try {
      Change change = reroute(next, after, cause);
      unused = before;
      return change;
    } finally {
      if (before != after) {
        unused.close();
      }
    }
  }

  private Change reroute(RouterConfig next, UserIdentifier identifier, Cause cause) {
    Rerouting rerouting = edge.prepare(next.blue(), next.green(), identifier, routing(next));
    try {
      Change change = await(commands.reconfigure(basis(next), !next.equals(config), cause));
      measurements.expect(next.routes().labels());
      tellOfMissingBuckets(next);
      if (!next.guard().equals(config.guard()) || !next.routes().equals(config.routes())) {
        commands.judgeBy(judge(next));
      }
      rerouting.apply();
      config = next;
      return change;
    } catch (RuntimeException e) {
      rerouting.abandon();
      throw e;
    }
  }

  /** The guard holds green to a new limit at once; only the buckets of the metrics stay. */
  private void tellOfMissingBuckets(RouterConfig next) {
    List<Duration> missing = measurements.withoutBound(next.latencyLimits());
    if (!missing.isEmpty()) {
      LOG.warn(
          "The latency limits {} hold from now on, but have no bucket of their own in the metrics"
              + " until a restart",
          missing.stream().map(limit -> limit.toMillis() + "ms").collect(Collectors.joining(", ")));
    }
  }

  private void requireNoRestart(RouterConfig next) {
    List<String> changed =
        FIXED.stream()
            .filter(part -> !part.settings.apply(next).equals(part.settings.apply(config)))
            .map(Fixed::key)
            .toList();
    if (!changed.isEmpty()) {
      throw new Refused(
          Refused.Kind.STATE,
          String.join(", ", changed)
              + (changed.size() == 1 ? " has" : " have")
              + " changed, which only a restart can do; nothing was reloaded");
    }
  }

  private static Change await(CompletableFuture<Change> command) {
    try {
      return command.orTimeout(COMMAND_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new RejectedExecutionException("the control thread is not answering", e);
      }
      throw e;
    }
  }

  /** Leaves: answers what still comes, then ends. Returns within the configured delay. */
  public void depart() {
    edge.depart().join();
    close();
  }

  /** Ends at once. */
  @Override
  public void close() {
    admin.close();
    edge.close();
    edge.identifier().close();
    controlThread.close();
    memory.close();
  }

  private static EdgeSettings edgeSettings(RouterConfig config) {
    return new EdgeSettings(
        config.listen(),
        config.blue(),
        config.green(),
        config.admin().publicHost(),
        routing(config),
        config.transport().orElse(null),
        config.accessLog(),
        config.shutdown());
  }

  private static RoutingSettings routing(RouterConfig config) {
    return new RoutingSettings(
        config.rules(),
        config.split().expose(),
        config.split().cdnPrivate(),
        config.secondOpinion());
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Router.class.getPackage().getImplementationVersion(), "development");
  }

  /** Equal settings keep what is known of tokens and keys. */
  private UserIdentifier identifier(UserIdentifier before, IdentitySettings settings) {
    return before.settings().equals(settings) ? before : newIdentifier(settings);
  }

  private UserIdentifier newIdentifier(IdentitySettings settings) {
    return UserIdentifier.start(settings, new Random(), verifications, nanoClock);
  }

  private static Judge judge(RouterConfig config) {
    return config.guard().guard(config.routes().routes());
  }

  private static Basis basis(RouterConfig config) {
    return new Basis(
        config.split().green(),
        config.split().salt(),
        target(config.blue()),
        target(config.green()));
  }

  private static Basis.Target target(StackSettings stack) {
    return new Basis.Target(stack.address().toString(), stack.version());
  }
}
