package io.canaryrouter.admin;

import io.canaryrouter.measure.Durations;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** Builds the metrics of one name in few words. For use by one thread. */
final class MetricFamily {
  private static final double[] UPPER_BOUNDS = upperBounds();

  private MetricFamily() {}

  /** A counter; the exposition appends {@code _total} to the name. */
  static Counter counter(String name, String help) {
    return new Counter(CounterSnapshot.builder().name(name).help(help));
  }

  static Gauge gauge(String name, String help) {
    return new Gauge(GaugeSnapshot.builder().name(name).help(help));
  }

  static Histogram histogram(String name, String help) {
    return new Histogram(HistogramSnapshot.builder().name(name).help(help));
  }

  /** A version; the exposition appends {@code _info} to the name. */
  static MetricSnapshot info(String name, String help, String version) {
    return InfoSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            InfoSnapshot.InfoDataPointSnapshot.builder()
                .labels(Labels.of("version", version))
                .build())
        .build();
  }

  record Counter(CounterSnapshot.Builder builder) {
    Counter add(Labels labels, long value) {
      builder.dataPoint(
          CounterDataPointSnapshot.builder().labels(labels).value((double) value).build());
      return this;
    }

    MetricSnapshot snapshot() {
      return builder.build();
    }
  }

  record Gauge(GaugeSnapshot.Builder builder) {
    Gauge add(Labels labels, double value) {
      builder.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
      return this;
    }

    MetricSnapshot snapshot() {
      return builder.build();
    }
  }

  record Histogram(HistogramSnapshot.Builder builder) {
    Histogram add(Labels labels, Durations durations) {
      builder.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels)
              .classicHistogramBuckets(ClassicHistogramBuckets.of(UPPER_BOUNDS, durations.counts()))
              .sum(durations.sumSeconds())
              .build());
      return this;
    }

    MetricSnapshot snapshot() {
      return builder.build();
    }
  }

  private static double[] upperBounds() {
    double[] bounds = new double[Durations.UPPER_BOUNDS_SECONDS.size() + 1];
    for (int i = 0; i < bounds.length - 1; i++) {
      bounds[i] = Durations.UPPER_BOUNDS_SECONDS.get(i);
    }
    bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
    return bounds;
  }
}
