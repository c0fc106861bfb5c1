package io.canaryrouter.routes;

import io.canaryrouter.split.Lists;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Question;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the file says of who goes where, beside the weight. Immutable; for any thread.
 *
 * @param routes kinds of requests, some of them pinned to a stack
 * @param exclusions traffic that is not judged
 * @param lists users put on a stack by name
 * @param seal checks overrides, or null when there are none
 */
public record Rules(
    RouteTable routes, Exclusions exclusions, Lists lists, @Nullable OverrideSeal seal) {
  /** Nothing beside the weight. */
  public static final Rules NONE = new Rules(RouteTable.NONE, Exclusions.NONE, Lists.NONE, null);

  /** The kind of a request, and what it says of its stack. */
  public Reading read(Request request) {
    String path = RequestPath.of(request.target());
    Route route = routes.of(request.method(), path);
    boolean isExcluded = exclusions.contain(request.method(), path, request.field());
    String override = seal == null ? null : request.field().apply(OverrideSeal.FIELD);
    return new Reading(route, isExcluded, read(override, request.epochSeconds()), lists);
  }

  /**
   * What is said of a request of which only the override is known, or not even that.
   *
   * @param epochSeconds the moment, wall clock
   */
  public Reading ofUnknown(@Nullable String override, long epochSeconds) {
    return new Reading(Route.UNMATCHED, false, read(override, epochSeconds), lists);
  }

  private @Nullable OverrideReading read(@Nullable String override, long epochSeconds) {
    return seal == null || override == null ? null : seal.read(override, epochSeconds);
  }

  /**
   * A request as the rules see it.
   *
   * @param method its method
   * @param target its target as it was received
   * @param field the value of one of its fields, or null
   * @param epochSeconds the moment, wall clock
   */
  public record Request(
      String method, String target, Function<String, @Nullable String> field, long epochSeconds) {}

  /**
   * What the rules say of a request.
   *
   * @param route its kind
   * @param isExcluded whether it says nothing of users
   * @param override what became of its override; null when it has none, or nobody could check it
   * @param lists users put on a stack by name
   */
  public record Reading(
      Route route, boolean isExcluded, @Nullable OverrideReading override, Lists lists) {

    /** The name under which it is measured. */
    public String label() {
      return isExcluded ? Route.EXCLUDED : route.name();
    }

    /** What the split must know, for a user or a visitor without a key (null). */
    public Question question(@Nullable String key) {
      return new Question(
          key, route.pin().orElse(null), override == null ? null : override.stack(), lists);
    }
  }
}
