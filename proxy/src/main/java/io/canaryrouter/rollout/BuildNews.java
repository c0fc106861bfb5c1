package io.canaryrouter.rollout;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notices when another build of a stack answers than a second ago. Owned by the control thread. */
final class BuildNews {
  private final Map<Stack, StackHealth> last = new EnumMap<>(Stack.class);

  /** The build that a stack has named last; empty when none. */
  String build(Stack stack) {
    return last.getOrDefault(stack, StackHealth.UNKNOWN).build();
  }

  /**
   * Takes what a stack says of itself.
   *
   * @return the build whose place another one has taken, an empty text when it came and went before
   *     it was heard of, or null when none has
   */
  @Nullable String replacedBy(Stack stack, StackHealth now) {
    StackHealth known = last.put(stack, now);
    StackHealth before = known == null ? StackHealth.UNKNOWN : known;
    boolean isRenewed = now.renewals() > before.renewals();
    return isRenewed && !before.build().equals(now.build()) ? before.build() : null;
  }
}
