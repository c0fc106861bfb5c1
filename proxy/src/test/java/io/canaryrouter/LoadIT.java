package io.canaryrouter;

import static io.canaryrouter.testing.ApacheBench.CLOSING;
import static io.canaryrouter.testing.ApacheBench.KEEPING_ALIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Bucket;
import io.canaryrouter.testing.ApacheBench;
import io.canaryrouter.testing.ApacheBench.Tally;
import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import io.canaryrouter.testing.WeightChanger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load tests of the deployment plan, with Apache's ab and with wrk; not one may fail. */
class LoadIT {
  private static final int USERS = 200;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url());

  @ParameterizedTest
  @ValueSource(strings = {CLOSING, KEEPING_ALIVE})
  void tenConnectionsSeeNoFailure(String flags) {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      assertThat(ab(router, 10_000, 10, flags)).isEqualTo(Tally.perfect(10_000, flags));
    }
  }

  @Test
  void aHundredConnectionsSeeNoFailure() {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      assertThat(ab(router, 20_000, 100, KEEPING_ALIVE))
          .isEqualTo(Tally.perfect(20_000, KEEPING_ALIVE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLOSING, KEEPING_ALIVE})
  void nobodyFailsWhileTheWeightChangesThroughout(String flags) {
    try (RunningRouter router = RunningRouter.ready(setup)) {
      try (WeightChanger changes = WeightChanger.start(router.operator(), "100%", "0%", "50%")) {
        changes.awaitFirst();
        assertThat(ab(router, 10_000, 10, flags)).isEqualTo(Tally.perfect(10_000, flags));
      }
      assertThat(List.of(blue, green))
          .allSatisfy(stack -> assertThat(stack.accessLog()).contains("GET /api/v1/items 200"));
    }
  }

  @Test
  void greenGetsExactlyItsUsersOfAllThatWrkSends() throws IOException {
    Path script = Files.writeString(setup.file("users.lua"), script());
    try (RunningRouter router = RunningRouter.ready(setup)) {
      String report =
          Commands.run(LIMIT, "wrk", "-t2", "-c50", "-d5s", "-s", script.toString(), router.url())
              .orFail();

      assertThat(report).doesNotContain("Socket errors").doesNotContain("Non-2xx");
    }
    assertThat(users(green)).isEqualTo(users(bucket -> bucket % 10 == 0));
    assertThat(users(blue)).isEqualTo(users(bucket -> bucket % 10 != 0));
  }

  /** A request for each user, in turn; the target says whose it is. */
  private static String script() {
    String requests =
        IntStream.rangeClosed(1, USERS)
            .mapToObj(user ->
                "wrk.format(\"GET\", \"/%d\", {[\"Authorization\"] = \"Bearer %s\"}),"
                    .formatted(user, Tokens.forUser(user)))
            .collect(Collectors.joining("\n"));
    return """
    local requests
    local turn = 0
    function init(arguments)
      requests = {
    %s
      }
    end
    function request()
      turn = turn %% #requests + 1
      return requests[turn]
    end
    """
        .formatted(requests);
  }

  /** The users whose requests a stack got. */
  private static Set<Integer> users(Nginx stack) {
    return stack
        .accessLog()
        .lines()
        .filter(line -> !line.startsWith("GET /up "))
        .map(line -> Integer.valueOf(line.substring(line.indexOf('/') + 1, line.lastIndexOf(' '))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The users whose bucket is one of these. */
  private static Set<Integer> users(IntPredicate buckets) {
    return IntStream.rangeClosed(1, USERS)
        .filter(user -> buckets.test(Bucket.of("", String.valueOf(user))))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Tally ab(RunningRouter router, int requests, int connections, String flags) {
    return ApacheBench.run(router.url(), requests, connections, flags);
  }
}
