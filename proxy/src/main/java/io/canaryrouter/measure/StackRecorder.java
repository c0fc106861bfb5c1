package io.canaryrouter.measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one event loop has counted and timed of one stack since the start.
 *
 * <p>Thread safety: one writer, the event loop; any thread may read. Memory: 7 KiB, and a {@link
 * RouteRecorder} for each route from its first request on.
 */
final class StackRecorder {
  private final BucketLayout layout;
  private final RouteNames names;
  private final AtomicReferenceArray<RouteRecorder> routes =
      new AtomicReferenceArray<>(RouteNames.MAX);
  private final AtomicLong began = new AtomicLong();
  private final AtomicLong tunnelsOpened = new AtomicLong();
  private final AtomicLong tunnelsClosed = new AtomicLong();
  private final EnumCounters<SecondAnswer> files = new EnumCounters<>(SecondAnswer.class);
  private final EnumCounters<SecondAnswer> opinions = new EnumCounters<>(SecondAnswer.class);
  private final DurationRecorder connect;

  StackRecorder(BucketLayout layout, RouteNames names) {
    this.layout = layout;
    this.names = names;
    this.connect = new DurationRecorder(layout);
  }

  void began() {
    increment(began);
  }

  void ended(Sample sample, long firstByteNanos, long totalNanos) {
    route(names.index(sample.route())).ended(sample, firstByteNanos, totalNanos);
  }

  private RouteRecorder route(int index) {
    RouteRecorder known = routes.getPlain(index);
    if (known != null) {
      return known;
    }
    RouteRecorder created = new RouteRecorder(layout);
    routes.setRelease(index, created);
    return created;
  }

  void connected(long nanos) {
    connect.record(nanos);
  }

  void askedAgain(Wanting wanting, SecondAnswer answer) {
    of(wanting).increment(answer);
  }

  private EnumCounters<SecondAnswer> of(Wanting wanting) {
    return wanting == Wanting.FILE ? files : opinions;
  }

  void tunnelOpened() {
    increment(tunnelsOpened);
  }

  void tunnelClosed() {
    increment(tunnelsClosed);
  }

  long beganCount() {
    return began.get();
  }

  long askedAgainCount(Wanting wanting, SecondAnswer answer) {
    return of(wanting).of(answer);
  }

  /** Adds what was counted of a route so far, if anything. */
  void addTo(int route, RouteTotals.Sum sum) {
    RouteRecorder recorder = routes.getAcquire(route);
    if (recorder != null) {
      recorder.addTo(sum);
    }
  }

  void addConnectTo(Durations.Sum sum) {
    connect.addTo(sum);
  }

  /** Tunnels open now. Those closed are read first, so that the difference is never negative. */
  long tunnels() {
    long closed = tunnelsClosed.get();
    return tunnelsOpened.get() - closed;
  }

  private static void increment(AtomicLong counter) {
    counter.lazySet(counter.getPlain() + 1);
  }
}
