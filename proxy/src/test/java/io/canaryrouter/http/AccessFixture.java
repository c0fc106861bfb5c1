package io.canaryrouter.http;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Finished requests for the tests of the access log. */
final class AccessFixture {
  static final long MINUTE_MILLIS = 60_000;
  static final AccessLogSettings EIGHTY_LINES = new AccessLogSettings(true, 80, 1_000);

  private AccessFixture() {}

  static AccessEntry ok(Stack stack) {
    return entry(stack, new AccessEntry.Answered(200, Outcome.OK, false, null), 12_345_678);
  }

  static AccessEntry slow() {
    return entry(Stack.BLUE, new AccessEntry.Answered(200, Outcome.OK, false, null), 1_000_000_000);
  }

  static AccessEntry failed(Failure failure) {
    return entry(
        Stack.BLUE,
        new AccessEntry.Answered(failure.status(), failure.outcome(), false, failure),
        5_000_000);
  }

  static AccessEntry rescued() {
    return entry(
        Stack.GREEN,
        new AccessEntry.Answered(200, Outcome.REFUSED, true, Failure.CONNECTION_REFUSED),
        5_000_000);
  }

  static AccessEntry entry(@Nullable Stack stack, AccessEntry.Answered answered, long totalNanos) {
    return of(
        RequestFixture.get("Host", "shop.example", "User-Agent", "curl/8", "X-Request-Id", "r-1"),
        stack,
        answered,
        totalNanos);
  }

  static AccessEntry of(
      HttpRequest request, @Nullable Stack stack, AccessEntry.Answered answered, long totalNanos) {
    ClientOrigin origin = RequestFixture.peer("203.0.113.9").originOf(request.headers());
    return new AccessEntry(
        AccessEntry.Asked.of(request, origin),
        stack == null
            ? null
            : new AccessEntry.Routed("login", new Assignment(stack, Assignment.Reason.RANK, 3)),
        stack,
        answered,
        new AccessEntry.Took(
            RequestFixture.NOW_MILLIS, totalNanos, stack == null ? -1 : 7_005_000, 10, 2_048));
  }
}
