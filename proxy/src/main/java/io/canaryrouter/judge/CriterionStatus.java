package io.canaryrouter.judge;

import org.jspecify.annotations.Nullable;

/**
 * What one criterion says, with the numbers of both stacks.
 *
 * @param criterion its name, a label value in metrics: {@code error_rate}, {@code
 *     route:login:latency_p95}
 * @param level how bad it is
 * @param green green's value: shares from 0 to 1, latencies in seconds; NaN when there is none
 * @param blue blue's, measured over the same time; NaN when there is none
 * @param limit what green's value is held to; NaN when there is nothing of the kind
 * @param samples green's samples so far
 * @param needed samples of green below which nothing is concluded
 * @param sentence the same for a person
 * @param evidence the figures behind it, as data; null where there is no more to tell
 */
public record CriterionStatus(
    String criterion,
    Verdict.Level level,
    double green,
    double blue,
    double limit,
    long samples,
    long needed,
    String sentence,
    @Nullable Evidence evidence) {

  /** What tells all it knows without them. */
  CriterionStatus(
      String criterion,
      Verdict.Level level,
      double green,
      double blue,
      double limit,
      long samples,
      long needed,
      String sentence) {
    this(criterion, level, green, blue, limit, samples, needed, sentence, null);
  }

  /** What it says, as a verdict of this level. */
  Verdict verdict(Verdict.Level level) {
    return new Verdict(level, criterion, sentence, evidence);
  }
}
