package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The instances behind one stack's name, and which of them a request should go to.
 *
 * <p>Thread safety: shared by all event loops; an immutable {@link Roster} behind one volatile
 * reference, changed by compare-and-set and only when something changes. Names and probes run on
 * the one event loop that {@link #start} is given.
 */
final class InstanceSet implements Instance.Observer {
  private static final AtomicReferenceFieldUpdater<InstanceSet, Roster> ROSTER =
      AtomicReferenceFieldUpdater.newUpdater(InstanceSet.class, Roster.class, "roster");

  private final Stack stack;
  private final StackSettings settings;
  private final LongSupplier nanoClock;
  private final LongSupplier random;
  private final HealthListener listener;
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private volatile Roster roster;
  private volatile boolean hasBeenUp;

  /** Counted on the one loop that probes. */
  private final AtomicLong goodProbes = new AtomicLong();

  private final AtomicLong failedProbes = new AtomicLong();
  private final BuildWatch builds;
  private volatile @Nullable Watching watching;

  /** What {@link #start} sets going. */
  private record Watching(EventLoop loop, HealthProber prober, @Nullable AddressLookup lookup) {}

  /**
   * A set that knows its instances at once when the address is a literal or {@code localhost}, else
   * once it has been started and the name was resolved.
   *
   * @param random uniform over all longs; called from every event loop
   */
  InstanceSet(
      Stack stack,
      StackSettings settings,
      LongSupplier nanoClock,
      LongSupplier random,
      HealthListener listener) {
    this.stack = stack;
    this.settings = settings;
    this.nanoClock = nanoClock;
    this.random = random;
    this.listener = listener;
    this.builds = new BuildWatch(stack, settings.versionHeader(), nanoClock);
    this.roster = Roster.empty(stack, settings.health());
    InetAddress fixed = AddressLookup.fixed(settings.address().host());
    if (fixed != null) {
      resolved(List.of(fixed));
    }
  }

  /** Takes over what is known of the same instances; called before {@link #start}. */
  void inherit(InstanceSet before) {
    hasBeenUp = before.hasBeenUp;
    goodProbes.set(before.goodProbes.get());
    failedProbes.set(before.failedProbes.get());
    builds.inherit(before.builds);
    roster =
        new Roster(
            stack,
            settings.health(),
            before.roster.members().stream()
                .map(m -> new Roster.Member(new Instance(m.instance().address(), this), m.health()))
                .toList());
  }

  /** Begins to resolve the name and to probe the instances; called once. */
  void start(
      EventLoop loop,
      Transport transport,
      @Nullable UpstreamTls tls,
      DnsServerAddressStreamProvider nameServers) {
    ProbePlan plan = new ProbePlan(transport, settings.address(), settings.health(), tls, builds);
    HealthProber prober = new HealthProber(loop, plan, random, this::probed);
    String host = settings.address().host();
    AddressLookup lookup =
        AddressLookup.fixed(host) != null
            ? null
            : new AddressLookup(
                host,
                loop,
                transport,
                nameServers,
                addresses -> {
                  resolved(addresses);
                  prober.watch(instances());
                });
    watching = new Watching(loop, prober, lookup);
    loop.execute(() -> {
      prober.watch(instances());
      if (lookup != null) {
        lookup.poll();
      }
    });
  }

  /** Completes when the name has been resolved for the first time; for an address it has been. */
  CompletableFuture<Void> known() {
    return known;
  }

  /** Ends what {@link #start} began, soon; called by who started it, before the loop ends. */
  void close() {
    Watching started = watching;
    watching = null;
    if (started != null) {
      started
          .loop()
          .execute(() -> {
            if (started.lookup() != null) {
              started.lookup().close();
            }
            started.prober().close();
          });
    }
  }

  /**
   * The instance that a request should go to. The caller calls {@link Instance#acquire} when it
   * takes it.
   *
   * @param avoid one that has just failed the request; taken only when there is no other
   * @return null when the stack has none to offer; {@link #unavailableBecause} says why
   */
  @Nullable Instance choose(@Nullable Instance avoid) {
    return roster.choose(avoid, nanoClock.getAsLong(), random);
  }

  /** Whether a request could go to another instance than the one it got, if it got any. */
  boolean hasOther(@Nullable Instance instance) {
    Instance other = instance == null ? null : choose(instance);
    return other != null && other != instance;
  }

  /** Why {@link #choose} has nothing to offer. */
  Failure unavailableBecause() {
    return roster.members().isEmpty() ? Failure.DNS_ERROR : Failure.NO_HEALTHY_INSTANCE;
  }

  /**
   * Whether at least one instance is up. Blue, which must answer, still offers its instances when
   * none is.
   */
  boolean isUp() {
    return roster.isUp();
  }

  /** Whether an instance has been up, at whatever time. */
  boolean hasBeenUp() {
    return hasBeenUp;
  }

  /** Reads from their answers which build they are. */
  BuildWatch builds() {
    return builds;
  }

  /** The instances that the name stands for now. */
  List<Instance> instances() {
    return roster.instances();
  }

  /** The instances as state and status show them. */
  List<InstanceView> view() {
    Roster now = roster;
    long nowNanos = nanoClock.getAsLong();
    return now.members().stream().map(m -> view(m, nowNanos)).toList();
  }

  /** What the probes say at this moment. */
  StackHealth health() {
    List<Roster.Member> members = roster.members();
    long nowNanos = nanoClock.getAsLong();
    long healthy =
        members.stream()
            .map(Roster.Member::health)
            .filter(each -> each.state() == InstanceHealth.State.UP && !each.isEjected(nowNanos))
            .count();
    Builds named = builds.builds();
    return new StackHealth(
        members.size(),
        (int) healthy,
        goodProbes.get(),
        failedProbes.get(),
        named.current(),
        named.renewals());
  }

  private static InstanceView view(Roster.Member member, long nowNanos) {
    InstanceHealth health = member.health();
    boolean ejected = health.isEjected(nowNanos);
    long leftNanos = ejected ? health.ejectedUntilNanos() - nowNanos : 0;
    String word =
        ejected && health.state() != InstanceHealth.State.DOWN ? "ejected" : health.state().label();
    return new InstanceView(
        member.instance().toString(),
        word,
        member.instance().outstanding(),
        TimeUnit.NANOSECONDS.toMillis(leftNanos));
  }

  /** The name stands for these addresses; on the loop that was started, or before. */
  void resolved(List<InetAddress> addresses) {
    Set<InetSocketAddress> sockets = new LinkedHashSet<>();
    for (InetAddress address : addresses) {
      sockets.add(new InetSocketAddress(address, settings.address().port()));
    }
    long nowNanos = nanoClock.getAsLong();
    change(
        "its name",
        nowNanos,
        before -> before.resolved(sockets, address -> new Instance(address, this), nowNanos));
    known.complete(null);
  }

  /**
   * A probe has ended; on the loop that was started.
   *
   * @return whether it is known now whether the instance is up
   */
  boolean probed(Instance instance, ProbeResult result) {
    long nowNanos = nanoClock.getAsLong();
    (result.good() ? goodProbes : failedProbes).incrementAndGet();
    listener.probed(stack, result.good());
    change(result.detail(), nowNanos, before -> before.probed(instance, result.good(), nowNanos));
    InstanceHealth health = roster.healthOf(instance);
    return health != null && health.state() != InstanceHealth.State.UNPROBED;
  }

  @Override
  public void failed(Instance instance) {
    long nowNanos = nanoClock.getAsLong();
    double jitter = Roster.fraction(random.getAsLong());
    change("failed requests", nowNanos, before -> before.failed(instance, jitter, nowNanos));
  }

  @Override
  public void succeeded(Instance instance, boolean well) {
    InstanceHealth health = roster.healthOf(instance);
    if (health != null && health.isTroubled()) {
      long nowNanos = nanoClock.getAsLong();
      change("served requests", nowNanos, before -> before.succeeded(instance, well, nowNanos));
    }
  }

  private void change(String why, long nowNanos, UnaryOperator<Roster> step) {
    Roster before = roster;
    Roster after = step.apply(before);
    while (!after.equals(before) && !ROSTER.compareAndSet(this, before, after)) {
      before = roster;
      after = step.apply(before);
    }
    if (!after.equals(before)) {
      tell(before, after, why, nowNanos);
    }
  }

  private void tell(Roster before, Roster after, String why, long nowNanos) {
    if (after.isUp()) {
      hasBeenUp = true;
    }
    RosterLog.changed(before, after, why, nowNanos);
    if (before.isUp() != after.isUp()) {
      listener.changed(stack, after.isUp());
    }
  }
}
