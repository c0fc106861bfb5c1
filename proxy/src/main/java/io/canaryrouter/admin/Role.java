package io.canaryrouter.admin;

import java.util.Locale;

/** What a token allows. Each role may do what those before it may. */
public enum Role {
  /** May see everything, and roll back. */
  READ,
  /** May change the split, release the latch and reload. */
  OPERATE,
  /** May let a plan pass its gates. */
  APPROVE;

  /** The word that files and answers use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
