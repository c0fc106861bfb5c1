package io.canaryrouter.measure;

/** The figures of one route of one stack. Owned by the control thread. */
final class RouteLedger {
  private final Timeline all;
  private UserSketch epochUsers = new UserSketch();

  RouteLedger(long nowNanos) {
    all = new Timeline(0, nowNanos);
  }

  void record(Sample sample, boolean isOfEpoch) {
    all.record(sample, isOfEpoch);
    if (isOfEpoch) {
      epochUsers.record(sample);
    }
  }

  void beginEpoch(long nowNanos) {
    all.beginEpoch(nowNanos);
    epochUsers = new UserSketch();
  }

  Figures.RouteFigures figures(long nowNanos) {
    return new Figures.RouteFigures(all.spans(nowNanos), epochUsers.users());
  }
}
