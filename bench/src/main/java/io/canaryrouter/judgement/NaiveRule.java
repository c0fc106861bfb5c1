package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;

/** What everyone writes first: more than 1 % of green's requests failed in the last 60 seconds. */
final class NaiveRule implements Rule {
  private static final int WINDOW = 60;
  private static final double LIMIT = 0.01;

  private final int needed;
  private final int[] requests = new int[WINDOW];
  private final int[] failures = new int[WINDOW];
  private long allRequests;
  private long allFailures;
  private int slot;
  private boolean hasTripped;

  /** One that wants so many requests in its window before it concludes anything. */
  NaiveRule(int needed) {
    this.needed = needed;
  }

  @Override
  public void record(Sample sample) {
    if (sample.stack() == Stack.GREEN) {
      int failed = Rule.isFailure(sample) ? 1 : 0;
      requests[slot]++;
      failures[slot] += failed;
      allRequests++;
      allFailures += failed;
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {
    hasTripped = allRequests >= needed && allFailures > LIMIT * allRequests;
    slot = (slot + 1) % WINDOW;
    allRequests -= requests[slot];
    allFailures -= failures[slot];
    requests[slot] = 0;
    failures[slot] = 0;
  }

  @Override
  public boolean hasTripped() {
    return hasTripped;
  }
}
