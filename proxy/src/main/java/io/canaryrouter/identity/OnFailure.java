package io.canaryrouter.identity;

/** What becomes of a token whose signature is not good. */
public enum OnFailure {
  /** It still routes by its claim, unless a later source has a good one. */
  ROUTE,
  /** It is passed over, as if it were not there. */
  ANONYMOUS
}
