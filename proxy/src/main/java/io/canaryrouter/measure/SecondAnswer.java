package io.canaryrouter.measure;

/** What became of an answer for which the other stack may have had a better one. */
public enum SecondAnswer {
  /** The other stack's was better, and the client got that. */
  BETTER,
  /** The other stack was asked and has no such file for this client either. */
  MISSING,
  /** The other stack was asked and failed, or took too long. */
  FAILED,
  /** The other stack was asked, but had no room, or nobody had the time to wait for it. */
  UNHEARD,
  /** Nobody was asked: the budget of repeated requests is spent. */
  BUDGET,
  /** Nobody was asked: the first answer is too large to be held meanwhile. */
  TOO_LARGE
}
