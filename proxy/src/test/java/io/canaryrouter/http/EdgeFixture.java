package io.canaryrouter.http;

import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.VerificationFigures;
import io.canaryrouter.measure.Measurements;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Totals;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A real data plane on loopback between two scriptable stacks: everything but the control thread.
 *
 * <p>The heartbeat ages only when a test lets it, by its clock {@link #heart}.
 */
final class EdgeFixture implements AutoCloseable {
  final FaultyStack blue = FaultyStack.start();
  final FaultyStack green = FaultyStack.start();
  final FakeClock heart = new FakeClock();
  final Splitter splitter;
  final Measurements measurements = new Measurements();
  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  final EdgeServer edge;

  /** What a test wants other than the default; every field may be replaced. */
  static final class Wishes {
    UnaryOperator<ListenSettings> listen = UnaryOperator.identity();
    UnaryOperator<StackSettings> blue = UnaryOperator.identity();
    UnaryOperator<StackSettings> green = UnaryOperator.identity();
    ShutdownSettings shutdown = ShutdownSettings.DEFAULTS;
    Transport transport = Transport.best();
    @Nullable String publicHost = null;
    boolean expose = true;
    boolean cdnPrivate = false;
    boolean secondOpinion = false;
    Rules rules = Rules.NONE;
    IdentitySettings identity = IdentitySettings.DEFAULTS;
    int threads = 2;
    LongSupplier random = () -> ThreadLocalRandom.current().nextLong();
    LongSupplier clock = System::nanoTime;
    DnsServerAddressStreamProvider nameServers = DnsServerAddressStreamProviders.platformDefault();
    boolean awaitsProbes = true;

    Wishes listen(UnaryOperator<ListenSettings> change) {
      listen = change;
      return this;
    }

    Wishes blue(UnaryOperator<StackSettings> change) {
      blue = change;
      return this;
    }

    Wishes green(UnaryOperator<StackSettings> change) {
      green = change;
      return this;
    }

    Wishes oneThread() {
      threads = 1;
      return this;
    }
  }

  /** A data plane of which everybody goes to blue. */
  static EdgeFixture toBlue(Wishes wishes) {
    return new EdgeFixture("0%", wishes);
  }

  /** A data plane of which everybody goes to green. */
  static EdgeFixture toGreen(Wishes wishes) {
    return new EdgeFixture("100%", wishes);
  }

  /** A data plane in which green has this share. */
  static EdgeFixture withGreen(String weight) {
    return new EdgeFixture(weight, new Wishes());
  }

  EdgeFixture(String weight, Wishes wishes) {
    splitter = new Splitter(new SplitTable(1, 1, Weight.parse(weight), "", null, false), heart);
    EdgeSettings settings =
        new EdgeSettings(
            wishes.listen.apply(ListenSettings.of("127.0.0.1", 0)),
            wishes.blue.apply(StackSettings.of(UpstreamAddress.parse(blue.authority()))),
            wishes.green.apply(StackSettings.of(UpstreamAddress.parse(green.authority()))),
            wishes.publicHost,
            new RoutingSettings(
                wishes.rules, wishes.expose, wishes.cdnPrivate, wishes.secondOpinion),
            wishes.transport,
            AccessLogSettings.DEFAULTS,
            wishes.shutdown);
    SplittableRandom random = new SplittableRandom(1);
    EdgeServer.Means means =
        new EdgeServer.Means(
            splitter,
            measurements::newRecorder,
            wishes.clock,
            System::currentTimeMillis,
            wishes.random,
            log);
    edge =
        new EdgeServer(
            settings,
            means,
            UserIdentifier.start(wishes.identity, random, new VerificationFigures(), wishes.clock),
            wishes.threads,
            wishes.nameServers);
    if (wishes.awaitsProbes) {
      Patience.until(() -> isUp(Stack.BLUE) && isUp(Stack.GREEN), "both stacks to be probed");
    }
  }

  private boolean isUp(Stack stack) {
    return edge.instances(stack).stream().anyMatch(instance -> instance.health().equals("up"));
  }

  /** A client's connection to the router. */
  RawClient client() {
    return RawClient.connect(edge.address().getPort());
  }

  /** Waits for this many finished requests and returns them as the judge sees them. */
  List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    Patience.until(
        () -> {
          measurements.ring().drain(samples::add);
          return samples.size() >= count;
        },
        count + " samples");
    return samples;
  }

  /** Sends everybody to blue, as a failover does. */
  void failOver() {
    SplitTable now = splitter.table();
    splitter.swap(
        new SplitTable(now.revision() + 1, now.epoch() + 1, Weight.NONE, now.salt(), null, false));
    edge.closeTunnels(Stack.GREEN);
    edge.releaseQueued(Stack.GREEN);
  }

  /** Puts other stacks in place, as a reload does. */
  void reload(StackSettings blueThen, StackSettings greenThen) {
    edge.prepare(blueThen, greenThen, edge.identifier(), new RoutingSettings(Rules.NONE, true))
        .apply();
  }

  /** Waits for the next finished request. */
  Sample sample() {
    return samples(1).get(0);
  }

  /** A stack's figures at this moment. */
  Totals.StackTotals totals(Stack stack) {
    return measurements.totals().stack(stack);
  }

  /** The lines of the access log, which are complete once the data plane is closed. */
  List<String> closeAndReadLog() {
    close();
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Waits until every request has given back what it took; a client may still be connected. */
  private void settle(Stack stack) {
    Patience.until(
        () ->
            totals(stack).inflight() == 0
                && totals(stack).tunnels() == 0
                && edge.instances(stack).stream().allMatch(each -> each.outstanding() == 0),
        stack + " to be left: " + totals(stack) + edge.instances(stack));
  }

  @Override
  public void close() {
    settle(Stack.BLUE);
    settle(Stack.GREEN);
    edge.close();
    blue.close();
    green.close();
  }
}
