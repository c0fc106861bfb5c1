package io.canaryrouter.demo;

import io.canaryrouter.split.Weight;
import org.jspecify.annotations.Nullable;

/**
 * What a showing is to look like.
 *
 * @param split green's share at the beginning
 * @param breakage what is broken, or null
 * @param breakAfterSeconds when
 * @param seconds when it ends by itself; 0 is never
 * @param port the router's traffic port; 0 picks a free one
 * @param adminPort the router's admin port; 0 picks a free one
 */
record DemoSettings(
    Weight split,
    @Nullable Breakage breakage,
    int breakAfterSeconds,
    int seconds,
    int port,
    int adminPort) {

  /** What is going to happen, for a person; empty when nothing is. */
  String announcement() {
    return breakage == null
        ? ""
        : " After %d s %s.".formatted(breakAfterSeconds, breakage.sentence());
  }

  /** The configuration of a router for these stacks, as a user would write it. */
  String yaml(SampleStack blue, SampleStack green) {
    return """
    stacks: {blue: "%s", green: "%s"}
    split: %s
    listen: {host: 127.0.0.1, port: %d}
    admin: {host: 127.0.0.1, port: %d, token: ""}
    access-log: {enabled: false}
    shutdown: {delay: 5s, linger: 0s}
    """
        .formatted(blue.address(), green.address(), split, port, adminPort);
  }
}
