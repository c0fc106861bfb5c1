package io.canaryrouter.admin;

import java.util.Set;

/**
 * A token of the admin port.
 *
 * @param name stands in the audit log for whoever uses the token
 * @param role what it allows
 * @param secret what a caller must know
 */
public record AdminToken(String name, Role role, String secret) {
  /** Shortest secret that nobody guesses, in characters. */
  public static final int SHORTEST = 16;

  /** Whose changes the audit log writes to these names; no person may take one. */
  private static final Set<String> RESERVED = Set.of("local", "guard", "file");

  public AdminToken {
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          name + " stands for the router itself in the audit log: give the token another name");
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException(
          "the token of " + name + " is empty: take one of openssl rand -hex 32");
    }
  }

  /** The one token without a name of its own, which may do everything. */
  public static AdminToken admin(String secret) {
    return new AdminToken("admin", Role.APPROVE, secret);
  }

  /** Whether somebody could guess it. */
  public boolean isShort() {
    return secret.length() < SHORTEST;
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return name + " (" + role.label() + ")";
  }
}
