package io.canaryrouter.http;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

  /** Answers name their build in this field. */
  static UnaryOperator<StackSettings> naming(String versionHeader) {
    return s ->
        new StackSettings(
            s.address(),
            s.version(),
            versionHeader,
            s.keepHost(),
            s.ca(),
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

  private static StackSettings timed(
      StackSettings s, long connect, long head, long idle, long total) {
    return changed(
        s,
        s.ca(),
        new long[] {connect, head, idle, total, s.poolIdleMillis()},
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
    return changed(s, s.ca(), times(s, poolIdle), atOnce, waiting, waitMillis);
  }

  private static long[] times(StackSettings s, long poolIdle) {
    return new long[] {
      s.connectMillis(), s.headMillis(), s.idleMillis(), s.totalMillis(), poolIdle
    };
  }

  private static StackSettings changed(
      StackSettings s, @Nullable Path ca, long[] times, int atOnce, int waiting, long waitMillis) {
    return new StackSettings(
        s.address(),
        s.version(),
        s.versionHeader(),
        s.keepHost(),
        ca,
        s.health(),
        times[0],
        times[1],
        times[2],
        times[3],
        times[4],
        atOnce,
        waiting,
        waitMillis);
  }

  static UnaryOperator<StackSettings> trusting(Path authorities) {
    return s ->
        changed(
            s,
            authorities,
            times(s, s.poolIdleMillis()),
            s.maxConcurrent(),
            s.queueSize(),
            s.queueMillis());
  }

  static UnaryOperator<StackSettings> at(String authority) {
    return s -> StackSettings.of(UpstreamAddress.parse(authority));
  }

  static UnaryOperator<ListenSettings> clientHead(long millis) {
    return s -> paced(s, s.maxBodyBytes(), millis, s.bodyMillis(), s.idleMillis(), s.stallMillis());
  }

  static UnaryOperator<ListenSettings> clientBody(long millis) {
    return s -> paced(s, s.maxBodyBytes(), s.headMillis(), millis, s.idleMillis(), s.stallMillis());
  }

  static UnaryOperator<ListenSettings> clientIdle(long millis) {
    return s -> paced(s, s.maxBodyBytes(), s.headMillis(), s.bodyMillis(), millis, s.stallMillis());
  }

  static UnaryOperator<ListenSettings> clientStall(long millis) {
    return s -> paced(s, s.maxBodyBytes(), s.headMillis(), s.bodyMillis(), s.idleMillis(), millis);
  }

  static UnaryOperator<ListenSettings> maxBody(long bytes) {
    return s -> paced(s, bytes, s.headMillis(), s.bodyMillis(), s.idleMillis(), s.stallMillis());
  }

  /** Believes the forwarding fields of this machine. */
  static ListenSettings trustingLoopback(ListenSettings s) {
    return new ListenSettings(
        s.host(),
        s.port(),
        List.of(Cidr.parse("127.0.0.0/8")),
        s.limits(),
        s.maxBodyBytes(),
        s.headMillis(),
        s.bodyMillis(),
        s.idleMillis(),
        s.stallMillis(),
        s.backlog());
  }

  private static ListenSettings paced(
      ListenSettings s, long maxBody, long head, long body, long idle, long stall) {
    return new ListenSettings(
        s.host(),
        s.port(),
        s.trustedProxies(),
        s.limits(),
        maxBody,
        head,
        body,
        idle,
        stall,
        s.backlog());
  }
}
