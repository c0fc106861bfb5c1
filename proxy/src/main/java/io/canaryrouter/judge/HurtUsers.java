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

  private static final int TOO_MANY = 429;

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

  /** Requests of users, of whatever route. */
  private final RequestCounts everywhere = new RequestCounts();

  /** Those of routes that are not judged on their own. */
  private final RequestCounts elsewhere = new RequestCounts();

  /** The users of a route that is judged on its own. */
  private record RouteUsers(AffectedUsers users, RequestCounts requests, Exposure exposure) {}

  HurtUsers(GuardSettings settings, List<Route> routes, AlphaBudget budget) {
    this.budget = budget;
    errors =
        both("hit by errors", RateLimit.ofErrors(settings, elsewhere), ERRORS_SHARE, elsewhere);
    all.add(errors);
    rejected = both("turned away", limit(REJECTED, settings), REJECTED_SHARE, everywhere);
    all.add(rejected);
    addRoutes(settings, routes);
    clientErrors = warning("hit by a 4xx", limit(CLIENT_ERRORS, settings));
    redirects = warning("led in a circle", limit(REDIRECTS, settings));
    all.add(clientErrors);
    all.add(redirects);
  }

  private RateLimit limit(String criterion, GuardSettings settings) {
    return RateLimit.named(criterion, settings, everywhere);
  }

  private void addRoutes(GuardSettings settings, List<Route> declared) {
    List<Route> judged =
        declared.stream()
            .filter(route -> route.pin().isEmpty() && route.successRate().isPresent())
            .limit(MOST_ROUTES)
            .toList();
    for (Route route : judged) {
      RequestCounts requests = new RequestCounts();
      ShareTest test = fastTest(ROUTES_SHARE / judged.size(), requests);
      AffectedUsers users =
          new AffectedUsers(
              "failed by route " + route.name(),
              RateLimit.ofSuccesses(route, settings, requests),
              true,
              List.of(test),
              requests);
      routes.put(route.name(), new RouteUsers(users, requests, new Exposure()));
      all.add(users);
    }
  }

  private AffectedUsers both(String what, RateLimit limit, double share, RequestCounts requests) {
    AffectedShare slow = AffectedShare.slow(0, budget.horizonNanos());
    double needed = budget.logNeeded(share, budget.horizonNanos());
    ShareTest lasting = new ShareTest(slow, needed, requests);
    List<ShareTest> tests = List.of(fastTest(share, requests), lasting);
    return new AffectedUsers(what, limit, true, tests, requests);
  }

  private AffectedUsers warning(String what, RateLimit limit) {
    ShareTest test = fastTest(REJECTED_SHARE, everywhere);
    return new AffectedUsers(what, limit, false, List.of(test), everywhere);
  }

  private ShareTest fastTest(double share, RequestCounts requests) {
    double needed = budget.logNeeded(share, AffectedShare.FAST_BLOCK_NANOS);
    return new ShareTest(AffectedShare.fast(0), needed, requests);
  }

  /** A test as strict as that for errors, among these requests. */
  ShareTest test(RequestCounts requests) {
    return fastTest(ERRORS_SHARE, requests);
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
    long second = SlidingSum.secondOf(sample.endNanos());
    everywhere.record(sample.stack(), second);
    if (!isWell(sample) && recordRejection(sample, sender, weight)) {
      return rejected;
    }
    RouteUsers route = routes.get(sample.route());
    if (route == null) {
      elsewhere.record(sample.stack(), second);
      return isFailure && errors.hit(sample, sender, weight) ? errors : null;
    }
    route.requests.record(sample.stack(), second);
    route.exposure.record(sample.stack());
    boolean isMissed = isFailure || route.users.isMissed(sample);
    boolean isProof = isMissed && route.users.hit(sample, sender, route.exposure.at(weight));
    return isProof ? route.users : null;
  }

  private static boolean isWell(Sample sample) {
    return sample.outcome() == Outcome.OK && sample.remark() == Remark.NONE;
  }

  private boolean recordRejection(Sample sample, Sender sender, Weight weight) {
    if (sample.outcome() == Outcome.CLIENT_ERROR || sample.status() == TOO_MANY) {
      clientErrors.hit(sample, sender, weight);
    }
    if (sample.remark() == Remark.SELF_REDIRECT) {
      redirects.hit(sample, sender, weight);
    }
    return sender.isServed() && isRejection(sample) && rejected.hit(sample, sender, weight);
  }

  /** Whether it was answered 401 or 403. */
  static boolean isRejection(Sample sample) {
    return sample.outcome() == Outcome.AUTH && sample.status() != TOO_MANY;
  }

  /** Takes a request of somebody nobody vouches for: it is no evidence, but limits count it. */
  void recordStranger(Sample sample, boolean isFailure) {
    long second = SlidingSum.secondOf(sample.endNanos());
    RouteUsers route = routes.get(sample.route());
    (route == null ? elsewhere : route.requests).recordLate(sample.stack(), second);
    if (route == null && isFailure) {
      errors.hit(sample);
    } else if (route != null && (isFailure || route.users.isMissed(sample))) {
      route.users.hit(sample);
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
