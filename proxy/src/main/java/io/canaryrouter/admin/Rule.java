package io.canaryrouter.admin;

import io.canaryrouter.split.Assignment.Reason;
import java.util.Locale;
import java.util.Set;

/** The rules of precedence as people know them, strongest first. */
enum Rule {
  FORCED("CANARY_FORCE", Reason.FORCED),
  PIN("route pin", Reason.PIN),
  OVERRIDE("override", Reason.OVERRIDE),
  LATCH("latch", Reason.LATCH),
  /** Everyone is on blue for the time being, and nobody has to release it. */
  HOLD("hold", Reason.DOUBT, Reason.AWAY, Reason.GUARDIAN, Reason.UNPROBED),
  DENY("deny", Reason.DENY),
  ALLOW("allow", Reason.ALLOW),
  RANK("rank", Reason.RANK, Reason.ANONYMOUS);

  private final String title;
  private final Set<Reason> reasons;

  Rule(String title, Reason... reasons) {
    this.title = title;
    this.reasons = Set.of(reasons);
  }

  /** Its name as the API writes it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name for people. */
  String title() {
    return title;
  }

  /** Whether an assignment for this reason was decided by it. */
  boolean decides(Reason reason) {
    return reasons.contains(reason);
  }
}
