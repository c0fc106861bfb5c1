package io.canaryrouter.judge;

import io.canaryrouter.judge.RecentTraffic.Sum;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;

/**
 * Blue as the place where everyone would go: whoever went to a blue that is gone would be worse
 * off. Owned by the control thread.
 */
final class Refuge {
  private final RecentTraffic recent;
  private StackHealth blue = StackHealth.UNKNOWN;

  Refuge(RecentTraffic recent) {
    this.recent = recent;
  }

  void health(StackHealth blue) {
    this.blue = blue;
  }

  /** Whether it has no healthy instance and has answered nobody in the last minute. */
  boolean isGone() {
    return blue.instances() > 0 && blue.healthy() == 0 && isSilent();
  }

  private boolean isSilent() {
    Sum minute = recent.last(Stack.BLUE, RecentTraffic.MINUTE);
    return minute.failures() == minute.requests();
  }
}
