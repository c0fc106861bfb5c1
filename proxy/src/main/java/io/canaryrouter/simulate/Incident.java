package io.canaryrouter.simulate;

import java.util.List;

/** What may go wrong in a rollout: with green, with both stacks, or with one user. */
public enum Incident {
  NONE(),
  /** 1.4 percentage points more of green's requests fail. */
  ERR_1_5(Phase.ofGreen(Effect.errors(0.014))),
  /** 4.9 percentage points more. */
  ERR_5(Phase.ofGreen(Effect.errors(0.049))),
  /** 0.4 percentage points more: worse, but under the limit of 1 %. */
  SMALL_0_5(Phase.ofGreen(Effect.errors(0.004))),
  /** All of green's requests fail, those of its health path too. */
  ERR_100(Phase.ofGreen(Effect.errors(1))),
  /** All of green's requests fail, and only its health path still answers. */
  ERR_100_PROBED(Phase.ofGreen(Effect.errors(1))),
  /** Green refuses its connections; blue answers in its place. */
  CONN(Phase.ofGreen(Effect.replies(Reply.REFUSED, 1))),
  /** A fifth of the requests on green's rarest route, 3 % of all, fail. */
  ROUTE_20(Phase.ofGreen(Effect.lastRouteErrors(0.2))),
  /** One in twenty users fails on green with every request. */
  COHORT_5(Phase.ofGreen(Effect.brokenCohort())),
  LAT_20(Phase.ofGreen(Effect.slower(1.2))),
  LAT_50(Phase.ofGreen(Effect.slower(1.5))),
  /** 1.4 % of green's requests take 18 times as long. */
  TAIL(Phase.ofGreen(Effect.tail(0.014))),
  /** Users of green go away early, after 2.8 % of its requests. */
  THROUGHPUT(Phase.ofGreen(Effect.stops(0.028))),
  /** Green knows another secret: whoever is signed in is answered 401. */
  AUTH_100(Phase.ofGreen(Effect.replies(Reply.UNAUTHORIZED, 1))),
  /** Green answers 401 to 5 % of its requests. */
  AUTH_5(Phase.ofGreen(Effect.replies(Reply.UNAUTHORIZED, 0.05))),
  /** Green does not know its own host's name and answers 403. */
  HOST_100(Phase.ofGreen(Effect.replies(Reply.FORBIDDEN, 1))),
  /** Green redirects every request to where it came from. */
  LOOP_100(Phase.ofGreen(Effect.replies(Reply.LOOP, 1))),
  /** Green finds 5 % of its requests invalid, 422. */
  INVALID_5(Phase.ofGreen(Effect.replies(Reply.UNPROCESSABLE, 0.05))),
  BOTH_ERR_3(Phase.ofBoth(180, Effect.errors(0.03))),
  BOTH_ERR_20(Phase.ofBoth(30, Effect.errors(0.2))),
  BOTH_ERR_100(Phase.ofBoth(10, Effect.errors(1))),
  BOTH_LAT_200(Phase.ofBoth(30, Effect.slower(3))),
  /** Blue fails for half an hour, and ten minutes later a fifth fails on both. */
  BLUE_THEN_BOTH(
      Phase.ofBlue(30, Effect.errors(1)), Phase.ofBoth(60, Effect.errors(0.2)).after(40)),
  /** Half of blue's requests fail for a day, and an hour later a fifth on both. */
  BLUE_DAY_THEN_BOTH(
      Phase.ofBlue(24 * 60, Effect.errors(0.5)),
      Phase.ofBoth(180, Effect.errors(0.2)).after(25 * 60)),
  /** One user of green sends five failing requests a second. */
  STORM(Phase.ofBoth(10, Effect.NONE));

  /** Failing requests a second of the user of {@link #STORM}. */
  static final int STORM_REQUESTS = 5;

  private final List<Phase> phases;

  Incident(Phase... phases) {
    this.phases = List.of(phases);
  }

  /** What goes on so many seconds after the onset; negative ones are before it. */
  Phase at(long sinceOnset) {
    return phases.stream()
        .filter(phase -> phase.includes(sinceOnset))
        .findFirst()
        .orElse(Phase.QUIET);
  }

  /** Whether probes of green fail while it goes on. */
  boolean isSeenByProbes() {
    return this == CONN || this == ERR_100;
  }
}
