package io.canaryrouter.identity;

/** Where a user key was found; the label {@code source} of {@code canary_identity_total}. */
public enum IdentitySource {
  HEADER,
  COOKIE,
  QUERY,
  /** The router's own cookie. */
  ROUTER_COOKIE,
  ADDRESS,
  RANDOM,
  /** No key at all: the request goes to blue. */
  NONE;

  private final String label = name().toLowerCase(java.util.Locale.ROOT);

  /** The name as metrics, logs and the API write it. */
  public String label() {
    return label;
  }

  /** Whether a token named the user. */
  public boolean isToken() {
    return this == HEADER || this == COOKIE || this == QUERY;
  }
}
