package io.canaryrouter.http;

import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.measure.Recorder;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.DataPlane;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane: accepts the clients' connections and brings each request to its stack.
 *
 * <p>Thread safety: its methods may be called from any thread, but not before {@link #start} has
 * returned.
 */
public final class EdgeServer implements DataPlane {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
  private static final long TUNNEL_SPREAD_MILLIS = 5_000;

  /** Longest wait for a stack's name; one that cannot be resolved must not keep the other back. */
  private static final long FIRST_LOOKUP_MILLIS = 2_000;

  /** A client or stack that does not read stops the other side once this much waits for it. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private final EdgeSettings settings;
  private final Means means;
  private final DnsServerAddressStreamProvider nameServers;
  private final Transport transport;
  private final MultiThreadIoEventLoopGroup eventLoops;
  private final Edge edge;
  private final IdentityHashMap<EventLoop, EdgeLoop> loops = new IdentityHashMap<>();
  private final Channel listener;

  /**
   * What the data plane shares with the rest of the router.
   *
   * @param splitter who goes where
   * @param recorders one for each event loop
   * @param nanoClock monotonic time
   * @param epochMillisClock wall clock
   * @param random uniform over all longs, from any thread
   * @param log where the access log goes
   */
  public record Means(
      Splitter splitter,
      Supplier<Recorder> recorders,
      LongSupplier nanoClock,
      LongSupplier epochMillisClock,
      LongSupplier random,
      OutputStream log) {}

  /**
   * Binds the port and begins to serve.
   *
   * @param threads number of event loops
   * @throws IllegalStateException when the address cannot be bound, with a sentence for the user
   */
  public static EdgeServer start(
      EdgeSettings settings, Means means, UserIdentifier identifier, int threads) {
    DnsServerAddressStreamProvider nameServers = DnsServerAddressStreamProviders.platformDefault();
    return new EdgeServer(settings, means, identifier, threads, nameServers);
  }

  /** As {@link #start}, with name servers other than the platform's. */
  EdgeServer(
      EdgeSettings settings,
      Means means,
      UserIdentifier identifier,
      int threads,
      DnsServerAddressStreamProvider nameServers) {
    this.settings = settings;
    this.means = means;
    this.nameServers = nameServers;
    this.transport = available(settings.transport());
    this.eventLoops = transport.newEventLoops(threads, "edge");
    this.edge =
        new Edge(
            settings,
            means,
            new Edge.Routing(
                new Backends(
                    newBackend(Stack.BLUE, settings.blue()),
                    newBackend(Stack.GREEN, settings.green())),
                identifier,
                settings.routing()));
    eventLoops.forEach(each -> {
      EventLoop eventLoop = (EventLoop) each;
      EdgeLoop loop =
          new EdgeLoop(eventLoop, edge, means.recorders().get(), means.nanoClock(), transport);
      loops.put(eventLoop, loop);
      loop.start();
    });
    watch(List.of(edge.backend(Stack.BLUE), edge.backend(Stack.GREEN)));
    this.listener = bind();
  }

  private static Transport available(@Nullable Transport wanted) {
    if (wanted != null && !wanted.isAvailable()) {
      throw new IllegalStateException(
          "transport "
              + wanted.label()
              + " does not start on this machine; transport: auto takes the best one that does");
    }
    return wanted == null ? Transport.best() : wanted;
  }

  /** Makes a stack ready to be used; nothing is resolved or probed before {@link #watch}. */
  private Backend newBackend(Stack stack, StackSettings stackSettings) {
    return new Backend(
        stack,
        stackSettings,
        new InstanceSet(stack, stackSettings, means.nanoClock(), means.random(), new HealthLog()),
        UpstreamTls.of(stackSettings),
        new Admission(stackSettings.maxConcurrent(), stackSettings.queueSize()),
        new StackFields(stack, stackSettings));
  }

  /** Begins to watch stacks, and waits a little so that their first requests find instances. */
  private void watch(List<Backend> backends) {
    for (Backend backend : backends) {
      backend.instances().start(eventLoops.next(), transport, backend.tls(), nameServers);
    }
    CompletableFuture.allOf(
            backends.stream()
                .map(each -> each.instances().known())
                .toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, FIRST_LOOKUP_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  private Channel bind() {
    ListenSettings listen = settings.listen();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, listen.backlog())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(AcceptGuard.forThisProcess())
            .childHandler(new FrontPipeline());
    ChannelFuture bound = bootstrap.bind(listen.host(), listen.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "cannot listen on "
              + listen.host()
              + ":"
              + listen.port()
              + " ("
              + whyNot(bound.cause())
              + "); is something else there? listen.port or PORT chooses another",
          bound.cause());
    }
    return bound.channel();
  }

  private static String whyNot(Throwable cause) {
    return cause instanceof UnresolvedAddressException
        ? "this name is not known"
        : String.valueOf(cause.getMessage());
  }

  /** The handlers of a client's connection, in the order in which its bytes pass them. */
  private final class FrontPipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      EdgeLoop loop = Objects.requireNonNull(loops.get(channel.eventLoop()));
      ListenSettings listen = settings.listen();
      ReadGate gate = new ReadGate(channel);
      RequestIntake intake =
          new RequestIntake(WireCheck.ofRequests(listen.limits()), means.nanoClock(), gate);
      Peer peer = Peer.of(channel.remoteAddress(), listen.trustedProxies());
      channel
          .pipeline()
          .addLast(intake)
          .addLast(new HttpServerCodec(Codecs.decoding(listen.limits())))
          .addLast(new FrontConnection(loop, channel, intake, gate, peer));
    }
  }

  /** The bound address; tells the port when a free one was asked for. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /**
   * Lets requests for the public host through to the admin server, which listens here; without a
   * public host there are none. Until then they are answered with 503.
   */
  public void openAdmin(InetSocketAddress bound) {
    PublicHost publicHost = edge.publicHost();
    if (publicHost != null) {
      publicHost.admin().open(bound);
    }
  }

  /** The transport in use. */
  public Transport transport() {
    return transport;
  }

  /** How users are recognised now. */
  public UserIdentifier identifier() {
    return edge.routing().identifier();
  }

  /** Who goes where now, beside the weight. */
  public Rules rules() {
    return edge.routing().settings().rules();
  }

  /** Whether new traffic is welcome. */
  public boolean isReady() {
    return !edge.isDraining();
  }

  /** How a stack is reached now. */
  public StackSettings stack(Stack stack) {
    return edge.backend(stack).settings();
  }

  /** Whether an instance of a stack, as it is reached now, has been up at whatever time. */
  public boolean hasBeenUp(Stack stack) {
    return edge.backend(stack).instances().hasBeenUp();
  }

  /** The instances of a stack at this moment. */
  public List<InstanceView> instances(Stack stack) {
    return edge.backend(stack).instances().view();
  }

  /**
   * Prepares other stacks, another way to recognise users, or other rules; a stack whose settings
   * are equal keeps its connections and its health, one that is reached as before its health. Waits
   * until the names of the others are resolved.
   *
   * @throws IllegalArgumentException with a sentence for the user when a stack's TLS cannot be set
   *     up or its name stands for no address; everything is then as before
   */
  public Rerouting prepare(
      StackSettings blue, StackSettings green, UserIdentifier identifier, RoutingSettings routing) {
    Backends before = edge.routing().backends();
    Backends after = new Backends(replace(before.blue(), blue), replace(before.green(), green));
    Rerouting rerouting = new Rerouting(edge, before, new Edge.Routing(after, identifier, routing));
    watch(rerouting.begun());
    rerouting.requireAddresses();
    return rerouting;
  }

  private Backend replace(Backend before, StackSettings next) {
    if (before.settings().equals(next)) {
      return before;
    }
    Backend after = newBackend(before.stack(), next);
    if (before.settings().reachesAs(next)) {
      after.instances().inherit(before.instances());
    }
    return after;
  }

  @Override
  public void closeTunnels(Stack stack) {
    // Called after the swap: everything of an older epoch was assigned before it.
    long epoch = edge.splitter().table().epoch();
    edge.tunnels().end(stack, epoch, CloseReason.SERVICE_RESTART, TUNNEL_SPREAD_MILLIS);
  }

  @Override
  public void releaseQueued(Stack stack) {
    edge.backend(stack).admission().turnAway();
  }

  @Override
  public void setHungAfter(long nanos) {
    edge.setHungAfter(nanos);
  }

  @Override
  public StackHealth health(Stack stack) {
    return edge.backend(stack).instances().health();
  }

  /**
   * Leaves: answers what comes until the platform has moved its traffic, then closes the port. The
   * future completes within the configured delay.
   */
  public CompletableFuture<Void> depart() {
    LOG.info("leaving: new connections are answered, every answer closes its connection");
    return new Departure(edge, new ArrayList<>(loops.values()), listener, settings.shutdown())
        .begin();
  }

  /** Closes everything at once, and once; {@link #depart} goes before it where there is traffic. */
  public void close() {
    if (eventLoops.isShuttingDown()) {
      return;
    }
    listener.close().syncUninterruptibly();
    for (Stack stack : Stack.values()) {
      edge.backend(stack).instances().close();
    }
    eventLoops.shutdownGracefully(50, 2_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    edge.accessLog().close();
  }
}
