package io.canaryrouter.http;

import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every event loop needs to know to serve a request.
 *
 * <p>Immutable but for what others set: the {@link Routing} of a reload, the mark that the router
 * is leaving, which both hold for every request that begins afterwards, and how long an answer may
 * be awaited before it counts as hung, which holds at once.
 */
final class Edge {
  /** In force until more is known. */
  private static final long HUNG_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ListenSettings listen;
  private final Splitter splitter;
  private final Tunnels tunnels;
  private final AccessLog accessLog;
  private final ForwardingFields forwarding;
  private final ResponseFields responseFields;
  private final ProblemResponse problems;
  private final LongSupplier epochMillisClock;
  private final @Nullable PublicHost publicHost;
  private volatile Routing routing;
  private volatile boolean draining;
  private volatile long hungAfterNanos = HUNG_AFTER_NANOS;

  Edge(EdgeSettings settings, EdgeServer.Means means, Routing routing) {
    this.listen = settings.listen();
    this.splitter = means.splitter();
    this.tunnels = new Tunnels(bound -> Math.floorMod(means.random().getAsLong(), bound));
    this.accessLog = AccessLog.start(settings.accessLog(), means.log(), means.epochMillisClock());
    this.forwarding = new ForwardingFields(means.epochMillisClock(), means.random());
    HttpDate date = new HttpDate(means.epochMillisClock());
    this.responseFields = new ResponseFields(date);
    this.problems = new ProblemResponse(date, means.random());
    this.epochMillisClock = means.epochMillisClock();
    String host = settings.publicHost();
    this.publicHost = host == null ? null : new PublicHost(host);
    this.routing = routing;
  }

  /**
   * What a reload may change.
   *
   * @param backends both stacks
   * @param identifier how users are recognised
   * @param settings who goes where, and what answers tell about it
   */
  record Routing(Backends backends, UserIdentifier identifier, RoutingSettings settings) {}

  ListenSettings listen() {
    return listen;
  }

  Splitter splitter() {
    return splitter;
  }

  Tunnels tunnels() {
    return tunnels;
  }

  AccessLog accessLog() {
    return accessLog;
  }

  ForwardingFields forwarding() {
    return forwarding;
  }

  ResponseFields responseFields() {
    return responseFields;
  }

  /** The host whose requests go to the admin server, if there is one. */
  @Nullable PublicHost publicHost() {
    return publicHost;
  }

  long epochMillis() {
    return epochMillisClock.getAsLong();
  }

  ProblemResponse problems() {
    return problems;
  }

  Routing routing() {
    return routing;
  }

  /**
   * Prepares the head of a final response for the client.
   *
   * @param served what was in force when its request began
   * @param stack who made it; null is the admin server
   */
  void prepare(HttpResponse response, Routing served, @Nullable Stack stack) {
    responseFields.prepare(response, served.settings().expose() ? stack : null);
    if (stack != null && served.settings().cdnPrivate() && hasUsersOnBoth(served)) {
      ResponseFields.keepFromNetworks(response);
    }
  }

  /** Whether some users go to blue and some to green at this moment. */
  boolean hasUsersOnBoth(Routing served) {
    int actual = splitter.actual(served.backends().green().instances().hasBeenUp()).basisPoints();
    return actual > 0 && actual < Weight.ALL.basisPoints();
  }

  Backend backend(Stack stack) {
    return routing.backends().of(stack);
  }

  void reroute(Routing next) {
    routing = next;
  }

  /** Silence of a stack before its response head from which the request counts as hung. */
  long hungAfterNanos() {
    return hungAfterNanos;
  }

  void setHungAfter(long nanos) {
    hungAfterNanos = nanos;
  }

  boolean isDraining() {
    return draining;
  }

  void drain() {
    draining = true;
  }
}
