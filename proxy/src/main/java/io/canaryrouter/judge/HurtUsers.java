package io.canaryrouter.judge;

import io.canaryrouter.judge.Gates.Rates;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Weight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All ways in which users may be hurt: errors, the success rates of routes, and being turned away.
 *
 * <p>The likeliest failure of a migration is no error: with another secret green answers 401 to
 * everybody, a host check answers 403, a redirect leads to itself. Users who are newly answered 401
 * or 403 although a stack has served them before move people as errors do; those newly hit by
 * another 4xx, or by a redirect to the address that they had asked for, warn. Wrong passwords and
 * expired sessions cancel out: blue has them too.
 *
 * <p>A route's own success rate replaces the general limit for its requests. Of the chance of a
 * false alarm, half belongs to what stands here, see the shares below; the other half to {@link
 * Slowness}. Owned by the control thread. Memory: 128 KiB a test; eight tests, and one for each
 * route with a success rate, of which there are {@value #MOST_ROUTES} at most.
 */
final class HurtUsers {
  static final String ERRORS = "error_rate";
  static final String REJECTED = "rejected_users";
  static final String CLIENT_ERRORS = "client_errors";
  static final String REDIRECTS = "self_redirects";

  /** The reasons with which it moves people, those of routes aside. */
  static final List<String> REASONS = List.of(ERRORS, REJECTED);

  /** Routes that are judged on their own. */
  static final int MOST_ROUTES = 8;

  private static final double ERRORS_SHARE = 0.15;
  private static final double ROUTES_SHARE = 0.10;
  private static final double REJECTED_SHARE = 0.05;

  private final AlphaBudget budget;
  private final AffectedUsers errors;
  private final AffectedUsers rejected;
  private final AffectedUsers clientErrors;
  private final AffectedUsers redirects;
  private final Map<String, RouteUsers> routes = new LinkedHashMap<>();
  private final List<AffectedUsers> all = new ArrayList<>();

  /** The users of a route that is judged on its own. */
  private record RouteUsers(AffectedUsers users, Exposure exposure) {
    boolean isMissed(Sample sample, boolean isFailure) {
      return isFailure || users.isMissed(sample);
    }
  }

  HurtUsers(GuardSettings settings, List<Route> routes, AlphaBudget budget) {
    this.budget = budget;
    errors = both("hit by errors", RateLimit.ofErrors(settings), ERRORS_SHARE, true);
    all.add(errors);
    rejected = both("turned away", RateLimit.named(REJECTED, settings), REJECTED_SHARE, true);
    all.add(rejected);
    addRoutes(settings, routes);
    clientErrors =
        fast("hit by a 4xx", RateLimit.named(CLIENT_ERRORS, settings), REJECTED_SHARE, false);
    redirects =
        fast("led in a circle", RateLimit.named(REDIRECTS, settings), REJECTED_SHARE, false);
    all.add(clientErrors);
    all.add(redirects);
  }

  private void addRoutes(GuardSettings settings, List<Route> declared) {
    List<Route> judged =
        declared.stream()
            .filter(route -> route.pin().isEmpty() && route.successRate().isPresent())
            .limit(MOST_ROUTES)
            .toList();
    for (Route route : judged) {
      RateLimit limit = RateLimit.ofSuccesses(route, settings);
      String what = "failed by route " + route.name();
      AffectedUsers users = fast(what, limit, ROUTES_SHARE / judged.size(), true);
      routes.put(route.name(), new RouteUsers(users, new Exposure()));
      all.add(users);
    }
  }

  private AffectedUsers both(String what, RateLimit limit, double share, boolean isMoving) {
    AffectedShare slow = AffectedShare.slow(0, budget.horizonNanos());
    ShareTest lasting = new ShareTest(slow, budget.logNeeded(share, budget.horizonNanos()));
    return new AffectedUsers(what, limit, isMoving, List.of(fastTest(share), lasting));
  }

  private AffectedUsers fast(String what, RateLimit limit, double share, boolean isMoving) {
    return new AffectedUsers(what, limit, isMoving, List.of(fastTest(share)));
  }

  private ShareTest fastTest(double share) {
    return new ShareTest(
        AffectedShare.fast(0), budget.logNeeded(share, AffectedShare.FAST_BLOCK_NANOS));
  }

  /** A test as strict as that for errors. */
  ShareTest test() {
    return fastTest(ERRORS_SHARE);
  }

  void restart(long nowNanos) {
    all.forEach(users -> users.restart(nowNanos));
    routes.values().forEach(route -> route.exposure.restart(nowNanos));
  }

  /** The comparison begins anew; what green's limits have seen stays. */
  void forgetEvidence(long nowNanos) {
    all.forEach(users -> users.forgetEvidence(nowNanos));
  }

  /**
   * Takes a request of a user.
   *
   * @return what is proof that green must go; null when nothing is
   */
  @Nullable AffectedUsers record(Sample sample, Sender sender, Weight weight, boolean isFailure) {
    boolean isAuth = sample.outcome() == Outcome.AUTH;
    boolean isLimited = sample.status() == 429;
    boolean isRejected = isAuth && !isLimited && sender.isServed();
    boolean isClientError = sample.outcome() == Outcome.CLIENT_ERROR || isLimited;
    clientErrors.record(sample, sender, weight, isClientError);
    redirects.record(sample, sender, weight, sample.remark() == Remark.SELF_REDIRECT);
    if (rejected.record(sample, sender, weight, isRejected)) {
      return rejected;
    }
    RouteUsers route = routes.get(sample.route());
    if (route == null) {
      return errors.record(sample, sender, weight, isFailure) ? errors : null;
    }
    route.exposure.record(sample.stack());
    boolean isMissed = route.isMissed(sample, isFailure);
    Weight exposed = isMissed ? route.exposure.at(weight) : weight;
    return route.users.record(sample, sender, exposed, isMissed) ? route.users : null;
  }

  /** Takes a request of somebody nobody vouches for: it is no evidence, but limits count it. */
  void recordStranger(Sample sample, boolean isFailure) {
    RouteUsers route = routes.get(sample.route());
    if (route == null) {
      errors.count(sample, isFailure);
    } else {
      route.users.count(sample, route.isMissed(sample, isFailure));
    }
  }

  void tick(long nowNanos, long lossSecond, Rates lately) {
    for (RouteUsers route : routes.values()) {
      route.exposure.tick(nowNanos);
    }
    for (AffectedUsers users : all) {
      users.tick(nowNanos, lossSecond, users == errors ? lately : Rates.NONE);
    }
  }

  /** As {@link AffectedUsers#writeTo}, each. */
  void writeTo(DataOutput out) throws IOException {
    for (AffectedUsers users : all) {
      users.writeTo(out);
    }
    for (RouteUsers route : routes.values()) {
      route.exposure.writeTo(out);
    }
  }

  /** What the same settings have written; its owner begins it anew when this throws. */
  void readFrom(DataInput in, long nowNanos) throws IOException {
    for (AffectedUsers users : all) {
      users.readFrom(in, nowNanos);
    }
    for (RouteUsers route : routes.values()) {
      route.exposure.readFrom(in, nowNanos);
    }
  }

  /** The one whose ruling is the most urgent; errors when nothing is. */
  AffectedUsers worst() {
    AffectedUsers worst = errors;
    for (AffectedUsers users : all) {
      worst = users.ruling().compareTo(worst.ruling()) < 0 ? users : worst;
    }
    return worst;
  }

  AffectedUsers errors() {
    return errors;
  }

  List<AffectedUsers> all() {
    return all;
  }
}
