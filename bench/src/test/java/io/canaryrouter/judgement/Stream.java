package io.canaryrouter.judgement;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;

/** Samples made by hand for a rule, and the seconds between them. */
final class Stream {
  static final Weight TENTH = new Weight(1_000);

  private final Rule rule;
  private long second;
  private long users;

  Stream(Rule rule) {
    this.rule = rule;
    rule.start(TENTH);
  }

  Stream green(int good, int bad) {
    return green(good, bad, 50);
  }

  Stream green(int good, int bad, long millis) {
    send(Stack.GREEN, Outcome.OK, good, millis);
    send(Stack.GREEN, Outcome.SERVER_ERROR, bad, millis);
    return this;
  }

  Stream blue(int good, int bad, long millis) {
    send(Stack.BLUE, Outcome.OK, good, millis);
    send(Stack.BLUE, Outcome.SERVER_ERROR, bad, millis);
    return this;
  }

  Stream send(Stack stack, Outcome outcome, int count, long millis) {
    for (int i = 0; i < count; i++) {
      users += 0x9e3779b97f4a7c15L;
      rule.record(
          new Sample(
              second * 1_000_000_000L,
              1,
              stack,
              outcome,
              outcome == Outcome.OK ? 200 : 500,
              false,
              true,
              users,
              millis * 1_000_000L,
              "page"));
    }
    return this;
  }

  Stream seconds(int count) {
    for (int i = 0; i < count && !rule.hasTripped(); i++) {
      rule.tick(++second, true);
    }
    return this;
  }

  long second() {
    return second;
  }

  boolean hasTripped() {
    return rule.hasTripped();
  }
}
