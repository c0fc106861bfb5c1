package io.canaryrouter.simulate;

/** Five routes, their shares of the requests and how long they usually take. */
enum RouteMix {
  USUAL(0.50, 0.75, 0.90, 0.97, 1),
  /** A release whose pages ask more often for what is quick. */
  QUICK(0.62, 0.84, 0.94, 0.985, 1),
  /** A release that has made one slow request out of several quick ones. */
  SLOW(0.38, 0.64, 0.84, 0.95, 1);

  static final String[] NAMES = {"page", "list", "search", "save", "export"};
  static final int LAST = NAMES.length - 1;
  private static final double[] MEDIAN_MILLIS = {35, 45, 60, 80, 120};
  private static final double[] LOG_NANOS = new double[NAMES.length];

  static {
    for (int route = 0; route < NAMES.length; route++) {
      LOG_NANOS[route] = Math.log(MEDIAN_MILLIS[route] * 1e6);
    }
  }

  private final double[] bounds;

  RouteMix(double... bounds) {
    this.bounds = bounds;
  }

  int draw(Draws draws) {
    double at = draws.uniform();
    int route = 0;
    while (at >= bounds[route]) {
      route++;
    }
    return route;
  }

  /** The logarithm of the median latency in nanoseconds. */
  static double logNanos(int route) {
    return LOG_NANOS[route];
  }
}
