package io.canaryrouter.admin;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Weight;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a request goes where it goes, for a tired person. Immutable.
 *
 * @param ground what decides
 * @param inquiry what was asked
 * @param asker who it is
 * @param reading what the rules say of the request
 */
record Reasons(Ground ground, Inquiry inquiry, Asker asker, Rules.Reading reading) {
  private static final String UNKNOWN = "only a running router knows";

  /** The rest of "green, because …". */
  String because(Assignment.Reason reason) {
    return switch (reason) {
      case FORCED -> "CANARY_FORCE=blue is set";
      case PIN -> route();
      case OVERRIDE -> "a good override says so: " + override();
      case LATCH -> "a failover holds everyone there until a person releases it: " + latch();
      case DOUBT, AWAY, GUARDIAN, UNPROBED -> hold();
      case ANONYMOUS -> "no user is named, and identity.anonymous says blue";
      case DENY -> "the user stands in split.deny";
      case ALLOW -> "the user stands in split.allow";
      case RANK -> rank();
    };
  }

  /** What is to be said of a rule, whether it applies or not. */
  String says(Rule rule) {
    return switch (rule) {
      case FORCED -> ground.table().forcedBlue() ? "CANARY_FORCE=blue is set" : "not set";
      case PIN -> inquiry.path() == null ? "no path was given" : route();
      case OVERRIDE -> override();
      case LATCH -> latch();
      case HOLD -> hold();
      case DENY -> listed(reading.lists().deny());
      case ALLOW -> listed(reading.lists().allow());
      case RANK -> rank();
    };
  }

  private String listed(Set<String> list) {
    String key = asker.ownKey();
    if (key == null) {
      return "no key to look for";
    }
    return list.contains(key) ? "the user is on the list" : "not on the list";
  }

  private String route() {
    String name = "route \"" + reading.route().name() + "\"";
    return reading
        .route()
        .pin()
        .map(stack -> name + " is pinned to " + stack.label())
        .orElse(name + " is not pinned");
  }

  private String override() {
    String given = inquiry.override();
    if (given == null) {
      return "none was given";
    }
    OverrideReading read = reading.override();
    if (read == null) {
      return "ignored: split.override is not set";
    }
    return switch (read) {
      case BLUE, GREEN ->
          read.label() + " for whoever holds it, until " + moment(OverrideSeal.until(given));
      case EXPIRED -> "ignored: it ended at " + moment(OverrideSeal.until(given));
      case WRONG -> "ignored: it was not made with split.override.secret";
    };
  }

  static String moment(long epochSeconds) {
    return Instant.ofEpochSecond(epochSeconds).toString();
  }

  private String latch() {
    SplitTable.Latch latch = ground.table().latch();
    if (latch != null) {
      return latch.sentence();
    }
    return ground.isRunning() ? "not latched" : UNKNOWN;
  }

  private String hold() {
    SplitTable.Hold hold = ground.table().hold();
    if (hold != null) {
      return hold.sentence();
    }
    if (ground.isUnguarded()) {
      return "the control thread is silent, so blue is served until it is heard of";
    }
    if (!ground.greenHasBeenUp()) {
      return "green has not been up yet, and nobody is sent to what nobody has seen well";
    }
    return ground.isRunning() ? "none" : UNKNOWN;
  }

  private String rank() {
    String key = asker.key();
    if (key == null) {
      return "no key to hash";
    }
    if (asker.isOpen()) {
      return ofOpen();
    }
    int rank = Bucket.rank(Bucket.of(ground.table().salt(), key));
    int taken = ground.table().green().basisPoints();
    if (taken == 0) {
      return "green's weight is 0%, which takes nobody";
    }
    return "rank "
        + rank
        + (rank < taken ? " is among" : " is not among")
        + " the lowest "
        + taken
        + " of "
        + Bucket.COUNT
        + ", which the weight "
        + ground.table().green()
        + " takes";
  }

  private String ofOpen() {
    int taken = ground.table().green().basisPoints();
    if (taken == 0) {
      return "green's weight is 0%, which takes nobody";
    }
    if (!ground.greenHasBeenUp()) {
      return hold();
    }
    return taken == Bucket.COUNT ? "green's weight is 100%, which takes everybody" : either();
  }

  /** Why there is no one stack. */
  String either() {
    return asker.source().equals(IdentitySource.RANDOM.label())
        ? "each request of a visitor draws a key of its own (identity.anonymous: random)"
        : "a visitor without a usable token goes by the client's address: name that as well";
  }

  /**
   * From which weight on it would be green.
   *
   * @param now what decides at this moment
   * @param from the smallest such weight, or null when there is none
   * @param then what decides at that weight, or at any, once nothing holds everyone on blue
   */
  String greenFrom(Assignment now, @Nullable Weight from, Assignment then) {
    if (asker.isOpen()) {
      return "a weight that is another for each visitor";
    }
    if (from == null) {
      return "never: " + because(then.reason());
    }
    if (then.reason() == Assignment.Reason.RANK) {
      return from + " on" + later(now.reason());
    }
    boolean isListed = then.reason() == Assignment.Reason.ALLOW;
    return "any weight, 0% too: "
        + because(then.reason())
        + (isListed ? "; only a latch, a hold or CANARY_FORCE is stronger" : "");
  }

  private static String later(Assignment.Reason now) {
    if (Rule.LATCH.decides(now)) {
      return ", once a person releases the latch";
    }
    if (Rule.HOLD.decides(now)) {
      return ", once nothing holds everyone on blue";
    }
    return Rule.FORCED.decides(now) ? ", once CANARY_FORCE is unset" : "";
  }
}
