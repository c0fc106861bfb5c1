package io.canaryrouter.simulate;

import java.util.concurrent.TimeUnit;

/**
 * A part of an incident. Immutable.
 *
 * @param from the second after the onset that it begins with
 * @param until the second after the onset that is the first without it
 * @param green what it does to green's requests
 * @param blue what it does to blue's
 */
record Phase(long from, long until, Effect green, Effect blue) {
  /** Nothing is wrong. */
  static final Phase QUIET = new Phase(0, Long.MAX_VALUE, Effect.NONE, Effect.NONE);

  /** Of green alone, from the onset on for good. */
  static Phase ofGreen(Effect green) {
    return new Phase(0, Long.MAX_VALUE, green, Effect.NONE);
  }

  static Phase ofBlue(long minutes, Effect blue) {
    return new Phase(0, TimeUnit.MINUTES.toSeconds(minutes), Effect.NONE, blue);
  }

  static Phase ofBoth(long minutes, Effect both) {
    return new Phase(0, TimeUnit.MINUTES.toSeconds(minutes), both, both);
  }

  /** The same, so many minutes later. */
  Phase after(long minutes) {
    long seconds = TimeUnit.MINUTES.toSeconds(minutes);
    return new Phase(from + seconds, until + seconds, green, blue);
  }

  boolean includes(long sinceOnset) {
    return sinceOnset >= from && sinceOnset < until;
  }
}
