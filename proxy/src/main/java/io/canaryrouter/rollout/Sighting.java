package io.canaryrouter.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What a look into the store found: a state, or the reason why there is none to be had.
 *
 * @param state null when there is a doubt
 * @param doubt null when there is a state
 */
record Sighting(@Nullable State state, @Nullable Doubt doubt) {
  static Sighting of(State state) {
    return new Sighting(state, null);
  }

  static Sighting of(Doubt.Kind kind, String sentence) {
    return new Sighting(null, new Doubt(kind, sentence));
  }

  boolean isUnreachable() {
    return doubt != null && doubt.kind() == Doubt.Kind.UNREACHABLE;
  }
}
