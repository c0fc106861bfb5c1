package io.canaryrouter.measure;

import java.util.Locale;

/**
 * What became of a file that the assigned stack does not have and the other one may have; the label
 * {@code result} of {@code canary_asset_fallbacks_total}.
 */
public enum Fallback {
  /** The other stack has it, and the client got it from there. */
  FOUND,
  /** The other stack was asked and has none for this client either. */
  MISSING,
  /** The other stack was asked and failed, or took too long. */
  FAILED,
  /** Nobody was asked: the budget of repeated requests is spent. */
  BUDGET,
  /** Nobody was asked: the first answer is too large to be held meanwhile. */
  TOO_LARGE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name as metrics and the log write it. */
  public String label() {
    return label;
  }
}
