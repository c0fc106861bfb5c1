package io.canaryrouter.http;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Settings with one limit changed; in milliseconds, short ones, so that a test need not wait. */
final class Limits {
  /** A limit that passes within a test, and that nothing healthy comes near. */
  static final long SHORT_MILLIS = 500;

  private Limits() {}

  static UnaryOperator<StackSettings> connect(long millis) {
    return s -> timed(s, millis, s.headMillis(), s.idleMillis(), s.totalMillis());
  }

  static UnaryOperator<StackSettings> head(long millis) {
    return s -> timed(s, s.connectMillis(), millis, s.idleMillis(), s.totalMillis());
  }

  static UnaryOperator<StackSettings> idle(long millis) {
    return s -> timed(s, s.connectMillis(), s.headMillis(), millis, s.totalMillis());
  }

  static UnaryOperator<StackSettings> total(long millis) {
    return s -> timed(s, s.connectMillis(), s.headMillis(), s.idleMillis(), millis);
  }

  private static StackSettings timed(
      StackSettings s, long connect, long head, long idle, long total) {
    return new StackSettings(
        s.address(),
        s.version(),
        s.keepHost(),
        s.ca(),
        s.health(),
        connect,
        head,
        idle,
        total,
        s.poolIdleMillis(),
        s.maxConcurrent(),
        s.queueSize(),
        s.queueMillis());
  }

  static UnaryOperator<StackSettings> poolIdle(long millis) {
    return s -> bounded(s, millis, s.maxConcurrent(), s.queueSize(), s.queueMillis());
  }

  /** At most so many requests at once, so many that wait, so long. */
  static UnaryOperator<StackSettings> admit(int atOnce, int waiting, long waitMillis) {
    return s -> bounded(s, s.poolIdleMillis(), atOnce, waiting, waitMillis);
  }

  private static StackSettings bounded(
      StackSettings s, long poolIdle, int atOnce, int waiting, long waitMillis) {
    return new StackSettings(
        s.address(),
        s.version(),
        s.keepHost(),
        s.ca(),
        s.health(),
        s.connectMillis(),
        s.headMillis(),
        s.idleMillis(),
        s.totalMillis(),
        poolIdle,
        atOnce,
        waiting,
        waitMillis);
  }

  static UnaryOperator<StackSettings> trusting(Path authorities) {
    return s ->
        new StackSettings(
            s.address(),
            s.version(),
            s.keepHost(),
            authorities,
            s.health(),
            s.connectMillis(),
            s.headMillis(),
            s.idleMillis(),
            s.totalMillis(),
            s.poolIdleMillis(),
            s.maxConcurrent(),
            s.queueSize(),
            s.queueMillis());
  }

  static UnaryOperator<StackSettings> at(String authority) {
    return s -> StackSettings.of(UpstreamAddress.parse(authority));
  }

  static UnaryOperator<ListenSettings> clientHead(long millis) {
    return s -> paced(s, millis, s.bodyMillis(), s.idleMillis(), s.stallMillis());
  }

  static UnaryOperator<ListenSettings> clientBody(long millis) {
    return s -> paced(s, s.headMillis(), millis, s.idleMillis(), s.stallMillis());
  }

  static UnaryOperator<ListenSettings> clientIdle(long millis) {
    return s -> paced(s, s.headMillis(), s.bodyMillis(), millis, s.stallMillis());
  }

  static UnaryOperator<ListenSettings> clientStall(long millis) {
    return s -> paced(s, s.headMillis(), s.bodyMillis(), s.idleMillis(), millis);
  }

  private static ListenSettings paced(
      ListenSettings s, long head, long body, long idle, long stall) {
    return new ListenSettings(
        s.host(),
        s.port(),
        s.trustedProxies(),
        s.limits(),
        s.maxBodyBytes(),
        head,
        body,
        idle,
        stall,
        s.backlog());
  }

  static UnaryOperator<ListenSettings> maxBody(long bytes) {
    return s ->
        new ListenSettings(
            s.host(),
            s.port(),
            s.trustedProxies(),
            s.limits(),
            bytes,
            s.headMillis(),
            s.bodyMillis(),
            s.idleMillis(),
            s.stallMillis(),
            s.backlog());
  }
}
