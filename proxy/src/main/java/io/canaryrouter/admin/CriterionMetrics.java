package io.canaryrouter.admin;

import static io.canaryrouter.admin.MetricFamily.gauge;

import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Evidence.Arm;
import io.canaryrouter.split.Stack;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;

/** The figures behind the criteria as metrics; those that nobody counts have no series. */
final class CriterionMetrics {
  private final MetricFamily.Gauge evidence =
      gauge("canary_criterion_evidence", "Evidence against green, as a decimal logarithm.");
  private final MetricFamily.Gauge needed =
      gauge("canary_criterion_evidence_needed", "The evidence that is proof, likewise.");
  private final MetricFamily.Gauge users =
      gauge("canary_criterion_users", "Users that a criterion has counted, each once.");
  private final MetricFamily.Gauge verified =
      gauge("canary_criterion_verified_users", "Those of them whose token was verified.");

  void add(String criterion, @Nullable Evidence figures) {
    if (figures == null) {
      return;
    }
    if (!Double.isNaN(figures.log10Needed())) {
      evidence.add(Labels.of("criterion", criterion), figures.log10());
      needed.add(Labels.of("criterion", criterion), figures.log10Needed());
    }
    add(criterion, Stack.GREEN, figures.green());
    add(criterion, Stack.BLUE, figures.blue());
  }

  private void add(String criterion, Stack stack, Arm arm) {
    Labels labels = Labels.of("criterion", criterion, "stack", stack.label());
    if (arm.users() != Arm.UNKNOWN) {
      users.add(labels, (double) arm.users());
    }
    if (arm.verifiedUsers() != Arm.UNKNOWN) {
      verified.add(labels, (double) arm.verifiedUsers());
    }
  }

  void addTo(MetricSnapshots.Builder page) {
    page.metricSnapshot(evidence.snapshot())
        .metricSnapshot(needed.snapshot())
        .metricSnapshot(users.snapshot())
        .metricSnapshot(verified.snapshot());
  }
}
