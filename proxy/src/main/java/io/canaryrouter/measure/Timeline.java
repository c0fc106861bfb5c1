package io.canaryrouter.measure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What became of some requests of one stack, lately: second by second for a minute, minute by
 * minute for an hour, and hour by hour for as long as it was made for.
 *
 * <p>Confined to one thread; it has no clock, so it may stand in a judge as well. Memory: a {@link
 * Tally} for each second, minute and hour in which anything ended; docs/metrics.md computes it.
 */
public final class Timeline {
  private static final int SECONDS = 60;
  private static final int MINUTES = 60;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final TallyRing seconds;
  private final TallyRing minutes;
  private final TallyRing hours;
  private final int hourCount;
  private Tally epoch = new Tally();
  private long epochNanos;

  /** Begins empty at a monotonic time, and remembers so many hours; 0 for the last hour only. */
  public Timeline(int hours, long nowNanos) {
    this.seconds = new TallyRing(SECONDS, TimeUnit.SECONDS.toNanos(1), nowNanos);
    this.minutes = new TallyRing(MINUTES, TimeUnit.MINUTES.toNanos(1), nowNanos);
    this.hours = new TallyRing(Math.max(1, hours), TimeUnit.HOURS.toNanos(1), nowNanos);
    this.hourCount = hours;
    this.epochNanos = nowNanos;
  }

  /**
   * Counts a request when it ended.
   *
   * @param isOfEpoch whether it belongs to the present epoch
   */
  public void record(Sample sample, boolean isOfEpoch) {
    seconds.record(sample);
    minutes.record(sample);
    if (hourCount > 0) {
      hours.record(sample);
    }
    if (isOfEpoch) {
      epoch.record(sample);
    }
  }

  /** Begins another epoch; what the seconds, minutes and hours hold stays. */
  public void beginEpoch(long nowNanos) {
    epoch = new Tally();
    epochNanos = nowNanos;
  }

  /**
   * What ended within the last time, whatever its epoch: to the second up to a minute, to the
   * minute up to an hour, to the hour above; the current second, minute or hour counts as one.
   *
   * @throws IllegalArgumentException when it was not made to remember that long
   */
  public Window last(Duration time, long nowNanos) {
    long asked = time.toSeconds();
    Tally sum = new Tally();
    if (asked <= SECONDS) {
      seconds.addTo(sum, (int) asked, nowNanos);
    } else if (asked <= TimeUnit.MINUTES.toSeconds(MINUTES)) {
      minutes.addTo(sum, spans(asked, TimeUnit.MINUTES), nowNanos);
    } else if (asked <= TimeUnit.HOURS.toSeconds(hourCount)) {
      hours.addTo(sum, spans(asked, TimeUnit.HOURS), nowNanos);
    } else {
      throw new IllegalArgumentException("only the last " + hourCount + " h are remembered");
    }
    return sum.toWindow((int) asked);
  }

  private static int spans(long seconds, TimeUnit unit) {
    long span = unit.toSeconds(1);
    return (int) ((seconds + span - 1) / span);
  }

  /** What ended since the epoch began, of requests that belong to it. */
  public Window epoch(long nowNanos) {
    return epoch.toWindow((int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - epochNanos));
  }

  /** The three together that are shown. */
  Spans spans(long nowNanos) {
    return new Spans(last(MINUTE, nowNanos), last(HOUR, nowNanos), epoch(nowNanos));
  }
}
