package io.canaryrouter.simulate;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.split.Stack;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who twice a day makes up ten thousand users in ten minutes, and sends each of them from
 * one of three networks to an address that fails on both stacks.
 *
 * <p>Half of the attacks pick users that green would serve. Half of them GET, so that blue is asked
 * for a second opinion as far as its budget goes; the others POST. Confined to one thread.
 */
final class Forgers {
  private static final double ATTACKS = 2.0 / TimeUnit.DAYS.toSeconds(1);
  private static final long SECONDS = TimeUnit.MINUTES.toSeconds(10);
  private static final int USERS_PER_SECOND = 17;
  private static final double SHARE = 0.2;
  private static final int NETWORKS = 3;
  private static final double SECOND_OPINIONS = 0.8;
  private static final long LATENCY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Draws draws;
  private final double rate;
  private long end;
  private boolean isAimed;
  private boolean isGet;
  private long firstNetwork;

  Forgers(double requestsPerSecond, Draws draws) {
    this.draws = draws;
    rate = Math.max(USERS_PER_SECOND, SHARE * requestsPerSecond);
  }

  /** How many requests of theirs there are in a second. */
  int requests(long second) {
    if (second >= end && draws.happens(ATTACKS)) {
      end = second + SECONDS;
      isAimed = draws.happens(0.5);
      isGet = draws.happens(0.5);
      firstNetwork = draws.bits();
    }
    return second < end ? draws.poisson(rate) : 0;
  }

  /** One of them. */
  Sample request(long nanos, long epoch, double weight) {
    boolean isGreen = isAimed || draws.happens(weight);
    boolean hasOpinion = isGreen && isGet && draws.happens(SECOND_OPINIONS);
    return new Sample(
        nanos,
        epoch,
        isGreen ? Stack.GREEN : Stack.BLUE,
        Reply.FAILED.outcome,
        Reply.FAILED.status,
        false,
        true,
        draws.bits(),
        false,
        firstNetwork + (int) (NETWORKS * draws.uniform()),
        LATENCY_NANOS,
        RouteMix.NAMES[RouteMix.LAST],
        hasOpinion ? Remark.BLUE_FAILED_TOO : Remark.NONE);
  }
}
