package io.canaryrouter.demo;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the demo can break while users are on it, by the name of the option's value. */
enum Breakage {
  GREEN("green", Fault.SERVER_ERROR, "every answer of green is a 500", ""),
  GREEN_401(
      "green=401",
      Fault.UNAUTHORIZED,
      "green knows another secret and answers 401 to every token",
      "Too few users have been turned away to prove anything yet. Let it run for longer."),
  GREEN_GONE("green=gone", Fault.GONE, "green's server is gone, connections are refused", ""),
  BOTH(
      "both",
      Fault.SERVER_ERROR,
      "every answer of blue and of green is a 500",
      "Blue failed as much as green did. A failover would have helped nobody, and there was none."),
  ONE_USER(
      "one-user",
      Fault.ONE_USER,
      "green answers 500 to one user, and only to that one",
      "One user's trouble is no reason to take everyone off green. There was no failover.");

  /** What a sample stack does wrong. */
  enum Fault {
    NONE,
    SERVER_ERROR,
    UNAUTHORIZED,
    GONE,
    ONE_USER
  }

  private final String option;
  private final Fault fault;
  private final String sentence;
  private final String whyNoFailover;

  Breakage(String option, Fault fault, String sentence, String whyNoFailover) {
    this.option = option;
    this.fault = fault;
    this.sentence = sentence;
    this.whyNoFailover = whyNoFailover;
  }

  /**
   * Reads the option's value.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Breakage parse(String option) {
    return Arrays.stream(values())
        .filter(breakage -> breakage.option.equals(option))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the demo can break "
                    + Arrays.stream(values())
                        .map(breakage -> breakage.option)
                        .collect(Collectors.joining(", "))
                    + ", not \""
                    + option
                    + "\""));
  }

  /** What happens, for a person. */
  String sentence() {
    return sentence;
  }

  /** Why nothing failed over when nothing did, for a person; may be empty. */
  String whyNoFailover() {
    return whyNoFailover;
  }

  /** Breaks the stacks. */
  void apply(SampleStack blue, SampleStack green) {
    green.breakWith(fault);
    if (this == BOTH) {
      blue.breakWith(fault);
    }
  }
}
