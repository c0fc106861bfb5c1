package io.canaryrouter.judge;

import io.canaryrouter.judge.ScoreComparison.Look;
import io.canaryrouter.judge.Slowness.Finding;
import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the tests of {@link Slowness} say, in numbers and in sentences. Not thread-safe. */
final class SlownessFindings {
  /** Of the budget. Nobody is moved by it, so it is not counted into the sum of the shares. */
  private static final double THROUGHPUT_SHARE = 0.05;

  private static final double MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Comparisons comparisons;
  private final GuardSettings settings;
  private final double throughputNeeded;
  private final List<Limited> limits = new ArrayList<>();
  private Weight green = Weight.NONE;
  private long scoredNanos;

  /** A limit on a 95th percentile, and the figures that it holds for. */
  private record Limited(
      String criterion,
      String subject,
      double seconds,
      LatencyWindows latencies,
      boolean isForAll) {}

  SlownessFindings(Comparisons comparisons, AlphaBudget budget, GuardSettings settings) {
    this.comparisons = comparisons;
    this.settings = settings;
    throughputNeeded =
        budget.logNeeded(THROUGHPUT_SHARE / ScoreComparison.PHASES, budget.horizonNanos());
  }

  /** The limit of all routes without one of their own. */
  void addLimit(long nanos, LatencyWindows latencies) {
    limits.add(new Limited("latency_p95", "the 95th percentile", nanos / 1e9, latencies, true));
  }

  /** A route's own limit; its figures are warned about only, for they have no test of their own. */
  void addLimit(Route route, LatencyWindows latencies) {
    limits.add(
        new Limited(
            "route:" + route.name() + ":latency_p95",
            "the 95th percentile of the route " + route.name(),
            route.p95Nanos().orElseThrow() / 1e9,
            latencies,
            false));
  }

  /**
   * One finding for each criterion.
   *
   * @param scoredNanos for how long there have been comparisons; below 0 when they are yet to begin
   */
  List<Finding> all(Weight green, long scoredNanos) {
    this.green = green;
    this.scoredNanos = scoredNanos;
    List<Finding> findings = new ArrayList<>();
    findings.add(
        score("latency_typical", "typical latency", "median", comparisons.typical, Quantiles::p50));
    findings.add(
        score("latency_vs_blue", "the 95th percentile", "p95", comparisons.p95, Quantiles::p95));
    findings.add(tail());
    findings.add(throughput());
    limits.forEach(limit -> findings.add(limit(limit)));
    return List.copyOf(findings);
  }

  private Finding score(
      String criterion,
      String subject,
      String figure,
      ScoreComparison test,
      ToDoubleFunction<Quantiles> of) {
    Look look = test.worst();
    String missing = look.ruling() == Ruling.NONE ? missing(look.evidence()) : "";
    Quantiles ofGreen = comparisons.latencies.quantiles(Stack.GREEN, look.window());
    Quantiles ofBlue = comparisons.latencies.quantiles(Stack.BLUE, look.window());
    double blue = of.applyAsDouble(ofBlue);
    String figures =
        "green's %s %s, blue's %s, %s green users and %s of blue %s"
            .formatted(
                figure,
                FigureText.millis(of.applyAsDouble(ofGreen)),
                FigureText.times(of.applyAsDouble(ofGreen), blue),
                FigureText.users(look.evidence().greenUsers()),
                FigureText.users(look.evidence().blueUsers()),
                look.window().text);
    CriterionStatus status =
        new CriterionStatus(
            criterion,
            level(look.ruling(), missing),
            of.applyAsDouble(ofGreen),
            blue,
            comparisons.margin * blue,
            look.evidence().greenSamples(),
            look.evidence().samplesNeeded(),
            subject + claim(look.ruling(), missing) + ": " + figures,
            look.evidence().figures(look.logNeeded(), ofGreen, ofBlue));
    return new Finding(look.ruling(), status);
  }

  private String claim(Ruling ruling, String missing) {
    if (!missing.isEmpty()) {
      return " is not known yet, " + missing;
    }
    return switch (ruling) {
      case SLOW ->
          " is surely more than " + FigureText.percent(comparisons.margin - 1) + " above blue's";
      case SLOWER ->
          " is probably more than "
              + FigureText.percent(comparisons.lenientMargin - 1)
              + " above blue's";
      default -> "";
    };
  }

  private Finding tail() {
    SlowTail.Test test = comparisons.tail.worst();
    String missing =
        test.ruling() == Ruling.NONE ? missing(comparisons.typical.phase().evidence()) : "";
    WindowLength window = comparisons.latencies.steady();
    Quantiles ofGreen = comparisons.latencies.quantiles(Stack.GREEN, window);
    Quantiles ofBlue = comparisons.latencies.quantiles(Stack.BLUE, window);
    long onGreen = test.users(Stack.GREEN);
    long affected = onGreen + test.users(Stack.BLUE);
    String sentence =
        ("%s%d of the %d users newly hit by very slow answers (over %.1f times blue's p99) were on"
                + " green, which serves %s of users; %d of these users verified; green's p99 %s,"
                + " blue's %s")
            .formatted(
                missing.isEmpty() ? "" : "the slowest answers are not known yet, " + missing + ": ",
                onGreen,
                affected,
                test.times(),
                green,
                test.verifiedUsers(Stack.GREEN) + test.verifiedUsers(Stack.BLUE),
                FigureText.millis(ofGreen.p99()),
                FigureText.times(ofGreen.p99(), ofBlue.p99()));
    CriterionStatus status =
        new CriterionStatus(
            "latency_tail",
            level(test.ruling(), missing),
            ofGreen.p99(),
            ofBlue.p99(),
            test.times() * ofBlue.p99(),
            comparisons.typical.phase().evidence().greenSamples(),
            comparisons.typical.phase().evidence().samplesNeeded(),
            sentence,
            Evidence.ofLogs(
                test.logEvidence(),
                test.logNeeded(),
                tailArm(test, Stack.GREEN, window, ofGreen),
                tailArm(test, Stack.BLUE, window, ofBlue)));
    return new Finding(test.ruling(), status);
  }

  private Evidence.Arm tailArm(
      SlowTail.Test test, Stack stack, WindowLength window, Quantiles latency) {
    return new Evidence.Arm(
        comparisons.latencies.samples(stack, window),
        Evidence.Arm.UNKNOWN,
        test.users(stack),
        test.verifiedUsers(stack),
        latency);
  }

  private Finding throughput() {
    Throughput throughput = comparisons.throughput;
    Ruling ruling = Gates.throughput(throughput, throughputNeeded);
    double relative = throughput.relative();
    String figures =
        "green got %d of %d requests and serves %s of users"
            .formatted(throughput.green(), throughput.total(), green);
    String claim =
        Double.isNaN(relative)
            ? "how much green's users do is not known yet: "
            : "green's users do %s of what blue's do: ".formatted(FigureText.percent(relative));
    CriterionStatus status =
        new CriterionStatus(
            "throughput",
            ruling.level(settings.onLatency()),
            relative,
            Double.isNaN(relative) ? Double.NaN : 1,
            Throughput.FLOOR,
            throughput.green(),
            0,
            claim + figures,
            Evidence.ofLogs(
                throughput.logEvidence(),
                throughputNeeded,
                Evidence.Arm.ofRequests(throughput.green()),
                Evidence.Arm.ofRequests(throughput.total() - throughput.green())));
    return new Finding(ruling, status);
  }

  private Finding limit(Limited limit) {
    WindowLength window = limit.latencies.steady();
    Quantiles ofGreen = limit.latencies.quantiles(Stack.GREEN, window);
    Quantiles ofBlue = limit.latencies.quantiles(Stack.BLUE, window);
    long samples = limit.latencies.samples(Stack.GREEN, window);
    boolean isEnough = samples >= settings.minRequests();
    boolean isSurelySlower = limit.isForAll && comparisons.p95.isSurelySlower();
    Ruling ruling =
        isEnough
            ? Gates.p95(limit.seconds, ofGreen.p95(), ofBlue.p95(), isSurelySlower)
            : Ruling.NONE;
    String missing =
        isEnough ? "" : "green has answered " + samples + " of " + settings.minRequests();
    CriterionStatus status =
        new CriterionStatus(
            limit.criterion,
            level(ruling, missing),
            ofGreen.p95(),
            ofBlue.p95(),
            limit.seconds,
            samples,
            settings.minRequests(),
            "%s%s: green's p95 %s, blue's %s, limit %s, %s"
                .formatted(
                    limit.subject,
                    ofLimit(ruling, missing),
                    FigureText.millis(ofGreen.p95()),
                    FigureText.millis(ofBlue.p95()),
                    FigureText.millis(limit.seconds),
                    window.text),
            Evidence.untested(
                Evidence.Arm.ofLatencies(samples, Evidence.Arm.UNKNOWN, ofGreen),
                Evidence.Arm.ofLatencies(
                    limit.latencies.samples(Stack.BLUE, window), Evidence.Arm.UNKNOWN, ofBlue)));
    return new Finding(ruling, status);
  }

  private static String ofLimit(Ruling ruling, String missing) {
    if (!missing.isEmpty()) {
      return " is not known yet, " + missing + " requests";
    }
    return switch (ruling) {
      case SLOW -> " is over the limit, and surely above blue's";
      case SLOWER -> " is over the limit, and blue's is not";
      default -> "";
    };
  }

  private Level level(Ruling ruling, String missing) {
    return missing.isEmpty() ? ruling.level(settings.onLatency()) : Level.INCONCLUSIVE;
  }

  /** What keeps a slice test from concluding anything, or an empty text. */
  private String missing(SliceEvidence evidence) {
    if (green.equals(Weight.NONE)) {
      return "green has no users";
    }
    if (green.equals(Weight.ALL)) {
      return "blue has no users to compare with";
    }
    if (scoredNanos < 0) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(-scoredNanos);
      return "nothing is compared for another " + seconds + " s while the stacks warm up";
    }
    if (evidence.blueSamples() < SliceEvidence.MIN_SAMPLES) {
      return "blue has answered too little to compare with";
    }
    if (evidence.greenUsers() < SliceEvidence.MIN_GREEN_USERS) {
      double more = Math.ceil(SliceEvidence.MIN_GREEN_USERS - evidence.greenUsers());
      return more("users", more, evidence.greenUsers());
    }
    long more = evidence.samplesNeeded() - evidence.greenSamples();
    return evidence.isConclusive()
        ? ""
        : more("requests", (double) more, (double) evidence.greenSamples());
  }

  private String more(String what, double more, double until) {
    String need = "needs about %.0f more green %s".formatted(more, what);
    double minutes = Math.ceil(more / until * scoredNanos / MINUTE_NANOS);
    return Double.isFinite(minutes)
        ? need + ", about %.0f minutes at today's traffic".formatted(minutes)
        : need;
  }
}
