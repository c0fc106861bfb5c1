package io.canaryrouter.admin;

import static io.canaryrouter.admin.MetricFamily.counter;
import static io.canaryrouter.admin.MetricFamily.gauge;
import static io.canaryrouter.admin.MetricFamily.histogram;

import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.Verification;
import io.canaryrouter.identity.VerificationFigures;
import io.canaryrouter.identity.VerificationStatus;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The metrics of tokens and their verification. Stateless. */
final class TokenMetrics {
  private TokenMetrics() {}

  static void add(MetricSnapshots.Builder page, UserIdentifier identifier) {
    VerificationFigures figures = identifier.figures();
    var results = counter("canary_token_verifications", "Tokens by what became of them.");
    for (Verification verification : Verification.values()) {
      results.add(Labels.of("result", verification.label()), figures.of(verification));
    }
    VerificationStatus status = identifier.verification();
    boolean isJump = status != null && status.failures().isJump();
    page.metricSnapshot(results.snapshot())
        .metricSnapshot(
            histogram(
                    "canary_token_verification_seconds",
                    "Time to check the signature of a token that was not known yet.")
                .add(
                    Labels.EMPTY,
                    VerificationFigures.upperBoundsSeconds(),
                    figures.durations(),
                    figures.sumSeconds())
                .snapshot())
        .metricSnapshot(
            gauge(
                    "canary_token_failures_jumped",
                    "1 while far more tokens fail verification than usual.")
                .add(Labels.EMPTY, isJump ? 1 : 0)
                .snapshot());
  }
}
