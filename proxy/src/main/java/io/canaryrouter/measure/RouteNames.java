package io.canaryrouter.measure;

import io.canaryrouter.routes.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The routes that have figures of their own: at most {@value #MAX} names in a process's life, so
 * that reloads cannot make memory or series grow for ever. Further ones count as {@code other}.
 *
 * <p>Thread safety: any thread; lock-free. An immutable map, of which each new name makes another.
 */
final class RouteNames {
  /** The routes of two full configurations, {@code other} and {@code excluded} included. */
  static final int MAX = 68;

  private static final int OTHER_INDEX = 0;

  private final AtomicReference<Map<String, Integer>> indexes =
      new AtomicReference<>(Map.of(Route.OTHER, OTHER_INDEX));

  /** The place of a name, from 0 on; a new one gets the next. */
  int index(String name) {
    Integer known = known().get(name);
    return known == null ? add(name) : known;
  }

  /** The name itself, or {@code other} when it is one too many. */
  String known(String name) {
    return index(name) == OTHER_INDEX ? Route.OTHER : name;
  }

  private int add(String name) {
    Map<String, Integer> before;
    Map<String, Integer> after;
    do {
      before = known();
      Integer known = before.get(name);
      if (known != null) {
        return known;
      }
      if (before.size() == MAX) {
        return OTHER_INDEX;
      }
      after = new HashMap<>(before);
      after.put(name, before.size());
    } while (!indexes.compareAndSet(before, after));
    return before.size();
  }

  private Map<String, Integer> known() {
    return Objects.requireNonNull(indexes.get());
  }

  /** The names by their places. */
  List<String> names() {
    Map<String, Integer> known = known();
    List<String> names = new ArrayList<>(Collections.nCopies(known.size(), Route.OTHER));
    known.forEach((name, index) -> names.set(index, name));
    return List.copyOf(names);
  }
}
