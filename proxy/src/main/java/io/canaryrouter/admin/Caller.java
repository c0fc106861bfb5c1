package io.canaryrouter.admin;

import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param name the author of every change that comes of the call
 * @param role what the caller may do
 * @param session the session that the call came by, or null
 */
record Caller(String name, Role role, @Nullable String session) {
  /** Somebody on this machine, where no token is set. */
  static final Caller LOCAL = new Caller("local", Role.APPROVE, null);

  /** Anybody at all; what is open to them changes nothing. */
  static final Caller ANYBODY = new Caller("anybody", Role.READ, null);

  static Caller of(AdminToken token, @Nullable String session) {
    return new Caller(token.name(), token.role(), session);
  }

  /**
   * Requires a role.
   *
   * @throws Problem that names the role which is missing
   */
  void require(Role needed) {
    if (!role.covers(needed)) {
      throw new Problem(
          403, "this call needs the role " + needed.label() + ", and " + this + " has not got it");
    }
  }

  /** Hides the session. */
  @Override
  public String toString() {
    return name + " (" + role.label() + ")";
  }
}
