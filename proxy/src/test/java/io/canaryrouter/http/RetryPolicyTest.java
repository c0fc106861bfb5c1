package io.canaryrouter.http;

import static io.canaryrouter.http.Failure.CONNECTION_REFUSED;
import static io.canaryrouter.http.Failure.CONNECTION_TERMINATED;
import static io.canaryrouter.http.Failure.CONNECTION_TIMEOUT;
import static io.canaryrouter.http.Failure.OVERLOADED;
import static io.canaryrouter.http.Failure.READ_TIMEOUT;
import static io.canaryrouter.http.Failure.RESPONSE_INCOMPLETE;
import static io.canaryrouter.http.Failure.RESPONSE_MALFORMED;
import static io.canaryrouter.http.Failure.RESPONSE_TIMEOUT;
import static io.canaryrouter.http.RetryPolicy.Next.BLUE;
import static io.canaryrouter.http.RetryPolicy.Next.NEW_CONNECTION;
import static io.canaryrouter.http.RetryPolicy.Next.NOWHERE;
import static io.canaryrouter.http.RetryPolicy.Next.OTHER_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpMethod;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private static final Stack GREEN = Stack.GREEN;

  static Stream<Arguments> table() {
    return Stream.of(
        // Nothing was sent: any method, another instance first, then blue.
        row(unsent(CONNECTION_REFUSED, GREEN, 1, false), BLUE),
        row(unsent(CONNECTION_TIMEOUT, GREEN, 1, false), BLUE),
        row(unsent(OVERLOADED, GREEN, 1, false), BLUE),
        row(unsent(CONNECTION_REFUSED, GREEN, 1, true), OTHER_INSTANCE),
        row(unsent(CONNECTION_REFUSED, GREEN, 2, true), BLUE),
        row(unsent(CONNECTION_REFUSED, GREEN, 3, true), NOWHERE),
        row(unsent(CONNECTION_REFUSED, Stack.BLUE, 1, false), NOWHERE),
        row(unsent(CONNECTION_REFUSED, Stack.BLUE, 1, true), OTHER_INSTANCE),
        row(unsent(CONNECTION_REFUSED, Stack.BLUE, 2, true), OTHER_INSTANCE),
        row(unsent(CONNECTION_REFUSED, Stack.BLUE, 3, true), NOWHERE),
        // Sent, may be repeated, and the connection broke.
        row(sent(CONNECTION_TERMINATED, GREEN, true, false, 1), BLUE),
        row(sent(RESPONSE_INCOMPLETE, GREEN, true, false, 1), BLUE),
        row(sent(CONNECTION_TERMINATED, GREEN, true, true, 1), NEW_CONNECTION),
        row(sent(CONNECTION_TERMINATED, GREEN, true, true, 2), BLUE),
        row(sent(CONNECTION_TERMINATED, Stack.BLUE, true, true, 1), NEW_CONNECTION),
        row(sent(CONNECTION_TERMINATED, Stack.BLUE, true, true, 3), NOWHERE),
        row(sent(CONNECTION_TERMINATED, Stack.BLUE, true, false, 1), NOWHERE),
        // A connection that had rested broke, and the new one is refused: the stack has died.
        row(unsent(CONNECTION_REFUSED, GREEN, 2, false), BLUE),
        // Sent, and it must not be repeated.
        row(sent(CONNECTION_TERMINATED, GREEN, false, false, 1), NOWHERE),
        row(sent(CONNECTION_TERMINATED, GREEN, false, true, 1), NOWHERE),
        // Never after a timeout, nor after rubbish.
        row(sent(RESPONSE_TIMEOUT, GREEN, true, true, 1), NOWHERE),
        row(sent(READ_TIMEOUT, GREEN, true, true, 1), NOWHERE),
        row(sent(RESPONSE_MALFORMED, GREEN, true, false, 1), NOWHERE));
  }

  private static Arguments row(RetryPolicy.Attempt failed, RetryPolicy.Next next) {
    return Arguments.of(failed, next);
  }

  private static RetryPolicy.Attempt unsent(
      Failure failure, Stack stack, int attempts, boolean hasOther) {
    return new RetryPolicy.Attempt(failure, stack, true, false, false, attempts, hasOther);
  }

  private static RetryPolicy.Attempt sent(
      Failure failure, Stack stack, boolean replayable, boolean reused, int attempts) {
    return new RetryPolicy.Attempt(failure, stack, false, replayable, reused, attempts, true);
  }

  @ParameterizedTest
  @MethodSource("table")
  void anAttemptThatFailedIsFollowedByNoneThatIsNotProvablySafe(
      RetryPolicy.Attempt failed, RetryPolicy.Next next) {
    assertThat(RetryPolicy.after(failed)).isEqualTo(next);
  }

  @Test
  void onlyGetHeadAndOptionsWithoutABodyMayBeRepeated() {
    assertThat(RetryPolicy.isReplayable(HttpMethod.GET, false)).isTrue();
    assertThat(RetryPolicy.isReplayable(HttpMethod.HEAD, false)).isTrue();
    assertThat(RetryPolicy.isReplayable(HttpMethod.OPTIONS, false)).isTrue();
    assertThat(RetryPolicy.isReplayable(HttpMethod.GET, true)).isFalse();
    for (String other : new String[] {"POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "QUERY"}) {
      assertThat(RetryPolicy.isReplayable(HttpMethod.valueOf(other), false)).as(other).isFalse();
    }
  }
}
