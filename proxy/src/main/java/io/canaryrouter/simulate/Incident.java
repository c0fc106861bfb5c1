package io.canaryrouter.simulate;

import java.util.concurrent.TimeUnit;

/** What may go wrong in a rollout: with green, with both stacks, or with one user. */
public enum Incident {
  NONE(Effect.NONE, Effect.NONE, 0),
  /** 1.4 percentage points more of green's requests fail. */
  ERR_1_5(Effect.errors(0.014)),
  /** 4.9 percentage points more. */
  ERR_5(Effect.errors(0.049)),
  /** 0.4 percentage points more: worse, but under the limit of 1 %. */
  SMALL_0_5(Effect.errors(0.004)),
  /** All of green's requests fail. */
  ERR_100(Effect.errors(1)),
  /** Green refuses its connections; blue answers in its place. */
  CONN(Effect.errors(1)),
  /** A fifth of the requests on green's rarest route, 3 % of all, fail. */
  ROUTE_20(Effect.lastRouteErrors(0.2)),
  /** One in twenty users fails on green with every request. */
  COHORT_5(Effect.brokenCohort()),
  LAT_20(Effect.slower(1.2)),
  LAT_50(Effect.slower(1.5)),
  /** 1.4 % of green's requests take 18 times as long. */
  TAIL(Effect.tail(0.014)),
  /** Users of green go away early, after 2.8 % of its requests. */
  THROUGHPUT(Effect.stops(0.028)),
  BOTH_ERR_3(Effect.errors(0.03), Effect.errors(0.03), TimeUnit.HOURS.toSeconds(3)),
  BOTH_ERR_20(Effect.errors(0.2), Effect.errors(0.2), TimeUnit.MINUTES.toSeconds(30)),
  BOTH_ERR_100(Effect.errors(1), Effect.errors(1), TimeUnit.MINUTES.toSeconds(10)),
  BOTH_LAT_200(Effect.slower(3), Effect.slower(3), TimeUnit.MINUTES.toSeconds(30)),
  /** One user of green sends five failing requests a second. */
  STORM(Effect.NONE, Effect.NONE, TimeUnit.MINUTES.toSeconds(10));

  /** Failing requests a second of the user of {@link #STORM}. */
  static final int STORM_REQUESTS = 5;

  final Effect green;
  final Effect blue;
  private final long seconds;

  /** One of green alone, that lasts. */
  Incident(Effect green) {
    this(green, Effect.NONE, Long.MAX_VALUE);
  }

  Incident(Effect green, Effect blue, long seconds) {
    this.green = green;
    this.blue = blue;
    this.seconds = seconds;
  }

  /** Whether green is to blame, so that its users should be sent back to blue. */
  public boolean isGreensFault() {
    return seconds == Long.MAX_VALUE;
  }

  /** Whether it goes on so many seconds after it began. */
  boolean isOn(long sinceOnset) {
    return sinceOnset >= 0 && sinceOnset < seconds;
  }
}
