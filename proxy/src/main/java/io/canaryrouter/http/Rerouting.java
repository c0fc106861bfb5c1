package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import java.util.Arrays;
import java.util.List;

/**
 * A reload that the data plane is ready for: other stacks that are watched already and get no
 * requests yet. Ends with one of {@link #apply} and {@link #abandon}.
 *
 * <p>Thread safety: confined to the thread that reloads.
 */
public final class Rerouting {
  private final Edge edge;
  private final Backends before;
  private final Edge.Routing after;
  private final List<Stack> changed;

  Rerouting(Edge edge, Backends before, Edge.Routing after) {
    this.edge = edge;
    this.before = before;
    this.after = after;
    this.changed =
        Arrays.stream(Stack.values())
            .filter(stack -> !after.backends().of(stack).equals(before.of(stack)))
            .toList();
  }

  /** The stacks that were not there before. */
  List<Backend> begun() {
    return changed.stream().map(after.backends()::of).toList();
  }

  /** Gives up when a new stack's name stands for no address. */
  void requireAddresses() {
    for (Backend backend : begun()) {
      if (backend.instances().instances().isEmpty()) {
        abandon();
        throw new IllegalArgumentException(
            "the name in stacks."
                + backend.stack().label()
                + " ("
                + backend.settings().address()
                + ") cannot be resolved; correct it, or wait until the service is known under it");
      }
    }
  }

  /** Puts it in force, for every request that begins afterwards; cannot fail. */
  public void apply() {
    edge.reroute(after);
    changed.forEach(stack -> before.of(stack).instances().close());
  }

  /** Leaves everything as it was. */
  public void abandon() {
    begun().forEach(backend -> backend.instances().close());
  }
}
