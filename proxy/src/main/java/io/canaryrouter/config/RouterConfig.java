package io.canaryrouter.config;

import io.canaryrouter.admin.AdminSettings;
import io.canaryrouter.http.AccessLogSettings;
import io.canaryrouter.http.ListenSettings;
import io.canaryrouter.http.ShutdownSettings;
import io.canaryrouter.http.StackSettings;
import io.canaryrouter.http.Transport;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.store.StoreSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A whole configuration, checked. Immutable.
 *
 * @param source where it came from, for people: a file's name or {@code environment}
 * @param name the router's name
 * @param listen the traffic port
 * @param admin the admin server
 * @param blue the stable stack
 * @param green the new stack
 * @param identity where the user's key is looked for
 * @param split who goes to green
 * @param routes kinds of requests with figures of their own
 * @param exclusions traffic that is not judged
 * @param guard what green is held to
 * @param secondOpinion whether what green fails is asked of blue, where a route does not say
 * @param transport the kernel interface; empty is the best one that starts
 * @param state where weight and latch are kept
 * @param accessLog the access log
 * @param shutdown how the router leaves
 * @param forcedBlue whether {@code CANARY_FORCE=blue} stands above everything
 */
public record RouterConfig(
    String source,
    String name,
    ListenSettings listen,
    AdminSettings admin,
    StackSettings blue,
    StackSettings green,
    IdentitySettings identity,
    SplitSettings split,
    RouteTable routes,
    Exclusions exclusions,
    GuardSettings guard,
    boolean secondOpinion,
    Optional<Transport> transport,
    StoreSettings state,
    AccessLogSettings accessLog,
    ShutdownSettings shutdown,
    boolean forcedBlue) {

  /** Who goes where, beside the weight. */
  public Rules rules() {
    return new Rules(routes, exclusions, split.lists(), split.seal());
  }

  /** Every limit of a latency, the general one and those of routes, each once. */
  public Set<Duration> latencyLimits() {
    return LongStream.concat(
            guard.p95Nanos().stream(),
            routes.routes().stream().flatMapToLong(route -> route.p95Nanos().stream()))
        .mapToObj(Duration::ofNanos)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
