package io.canaryrouter.judgement;

import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Kayenta's judge on series of minutes, green against an equally large random group of blue's
 * users.
 *
 * <p>A metric is High when the lower end of the 98 % interval of its shift is above a quarter of
 * the estimated shift, and its mean is so many times the baseline's. Errors are critical; else
 * their group and that of p50, p95 and p99 weigh the same, and a score of 75 or less fails.
 */
final class KayentaRule implements Rule {
  private static final int MINUTE = 60;
  private static final double TOLERANCE = 0.25;
  private static final double MARGINAL = 75;
  private static final double PASS = 100;

  private final int everyMinutes;
  private final int windowMinutes;
  private final int firstMinute;
  private final Metric errors;
  private final Metric[] latencies;
  private final Span green = new Span();
  private final Span baseline = new Span();
  private double baselineShare;
  private boolean hasTripped;

  private KayentaRule(int everyMinutes, int windowMinutes, double allowedIncrease) {
    this.everyMinutes = everyMinutes;
    this.windowMinutes = windowMinutes;
    this.firstMinute = MINUTE;
    errors = new Metric(Span::failures, allowedIncrease);
    latencies =
        new Metric[] {
          new Metric(span -> span.quantile(0.50), allowedIncrease),
          new Metric(span -> span.quantile(0.95), allowedIncrease),
          new Metric(span -> span.quantile(0.99), allowedIncrease)
        };
  }

  /** Judges once an hour all that has been since the start. */
  static KayentaRule hourly(double allowedIncrease) {
    return new KayentaRule(MINUTE, Integer.MAX_VALUE, allowedIncrease);
  }

  /** Judges every ten minutes the last sixty. */
  static KayentaRule sliding() {
    return new KayentaRule(10, MINUTE, 1);
  }

  @Override
  public void start(Weight green) {
    baselineShare = green.ratio() / (1 - green.ratio());
  }

  @Override
  public void setWeight(long second, Weight green) {
    start(green);
  }

  @Override
  public void record(Sample sample) {
    if (sample.stack() == Stack.GREEN) {
      green.add(sample);
    } else if ((sample.userHash() >>> 11) * 0x1p-53 < baselineShare) {
      baseline.add(sample);
    }
  }

  @Override
  public void tick(long second, boolean isGreenUp) {
    if (second % MINUTE != 0) {
      return;
    }
    errors.add(green, baseline);
    for (Metric metric : latencies) {
      metric.add(green, baseline);
    }
    green.clear();
    baseline.clear();
    long minute = second / MINUTE;
    if (minute >= firstMinute && minute % everyMinutes == 0) {
      hasTripped = score() <= MARGINAL;
    }
  }

  private double score() {
    if (errors.isHigh(windowMinutes)) {
      return 0;
    }
    long passed = Arrays.stream(latencies).filter(metric -> !metric.isHigh(windowMinutes)).count();
    return PASS / 2 + PASS / 2 * passed / latencies.length;
  }

  @Override
  public boolean hasTripped() {
    return hasTripped;
  }

  /** One metric of both sides, minute by minute. */
  private static final class Metric {
    private final ToDoubleFunction<Span> value;
    private final double allowedIncrease;
    private final Series experiment = new Series();
    private final Series control = new Series();

    Metric(ToDoubleFunction<Span> value, double allowedIncrease) {
      this.value = value;
      this.allowedIncrease = allowedIncrease;
    }

    void add(Span green, Span baseline) {
      experiment.add(value.applyAsDouble(green));
      control.add(value.applyAsDouble(baseline));
    }

    /** A metric without data is neither High nor Low. */
    boolean isHigh(int window) {
      double[] green = experiment.last(window);
      double[] blue = control.last(window);
      if (green.length == 0 || blue.length == 0) {
        return false;
      }
      MannWhitney test = new MannWhitney(green, blue);
      return !test.areEqual()
          && !test.isTied()
          && mean(green) >= allowedIncrease * mean(blue)
          && test.lower() > TOLERANCE * Math.abs(test.estimate());
    }

    private static double mean(double[] values) {
      return Arrays.stream(values).average().orElseThrow();
    }
  }

  /** One side of a metric; minutes without a value are NaN. */
  private static final class Series {
    private double[] values = new double[MINUTE];
    private int length;

    void add(double value) {
      if (length == values.length) {
        values = Arrays.copyOf(values, 2 * length);
      }
      values[length++] = value;
    }

    double[] last(int window) {
      return Arrays.stream(values, Math.max(0, length - window), length)
          .filter(value -> !Double.isNaN(value))
          .toArray();
    }
  }
}
