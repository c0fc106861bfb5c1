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
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.stream.DoubleStream;

/** Builds the metrics of one name in few words. For use by one thread. */
final class MetricFamily {
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

  /** Labels that tell something; the exposition appends {@code _info} to the name. */
  static Info info(String name, String help) {
    return new Info(InfoSnapshot.builder().name(name).help(help));
  }

  record Info(InfoSnapshot.Builder builder) {
    Info add(Labels labels) {
      builder.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels).build());
      return this;
    }

    MetricSnapshot snapshot() {
      return builder.build();
    }
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
      Durations.NativeBuckets buckets = durations.nativeBuckets();
      builder.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels)
              .classicHistogramBuckets(
                  ClassicHistogramBuckets.of(upperBounds(durations), durations.counts()))
              .nativeSchema(buckets.schema())
              .nativeZeroThreshold(buckets.zeroThresholdSeconds())
              .nativeZeroCount(buckets.zeroCount())
              .nativeBucketsForPositiveValues(
                  NativeHistogramBuckets.of(buckets.indexes(), buckets.counts()))
              .sum(durations.sumSeconds())
              .build());
      return this;
    }

    /** Of classic buckets alone. */
    Histogram add(Labels labels, double[] upperBounds, long[] counts, double sumSeconds) {
      builder.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels)
              .classicHistogramBuckets(ClassicHistogramBuckets.of(upperBounds, counts))
              .sum(sumSeconds)
              .build());
      return this;
    }

    private static double[] upperBounds(Durations durations) {
      return DoubleStream.concat(
              durations.upperBoundsSeconds().stream().mapToDouble(Double::doubleValue),
              DoubleStream.of(Double.POSITIVE_INFINITY))
          .toArray();
    }

    MetricSnapshot snapshot() {
      return builder.build();
    }
  }
}
