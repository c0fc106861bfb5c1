package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who set a limit finds it among the buckets: the share of requests within it can be read. */
class LatencyBucketsIT {
  private static final String LIMITS =
      """
      guard: {latency-p95: %s}
      routes:
        - {name: login, match: "POST /login", latency-p95: 333ms}
        - {name: reports, match: "/reports/**", latency-p95: 200ms}
      """;

  @AutoClose private final FaultyStack blue = FaultyStack.start();
  @AutoClose private final FaultyStack green = FaultyStack.start();

  @AutoClose
  private final Setup setup =
      Setup.between(blue.authority(), green.authority()).ending(LIMITS.formatted("117ms"));

  @Test
  void eachConfiguredLimitIsTheBoundOfABucketOnce() {
    try (RunningRouter router = RunningRouter.start(setup)) {
      List<String> bounds = bounds(router);
      assertThat(bounds).doesNotHaveDuplicates().contains("0.117", "0.333", "0.2", "+Inf");
      assertThat(bounds.subList(0, bounds.size() - 1)).isSortedAccordingTo(this::byNumber);
    }
  }

  @Test
  void aReloadTakesANewLimitAndSaysThatItsBucketWaitsForARestart() {
    Logger log = (Logger) LoggerFactory.getLogger(Router.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    try (RunningRouter router = RunningRouter.start(setup)) {
      List<String> before = bounds(router);
      setup.ending(LIMITS.formatted("444ms"));
      log.setLevel(Level.WARN);
      log.addAppender(told);
      assertThat(
              router
                  .operator()
                  .ask("POST", "/api/v1/reload", "{\"reason\":\"another limit\"}")
                  .statusCode())
          .isEqualTo(200);
      assertThat(bounds(router)).isEqualTo(before);
    } finally {
      log.detachAppender(told);
      log.setLevel(null);
    }
    assertThat(told.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "The latency limits 444ms hold from now on, but have no bucket of their own in the"
                + " metrics until a restart");
  }

  private int byNumber(String one, String other) {
    return Double.compare(Double.parseDouble(one), Double.parseDouble(other));
  }

  /** Of one series, in the order of the page. */
  private static List<String> bounds(RunningRouter router) {
    String series = "canary_request_duration_seconds_bucket{route=\"login\",stack=\"green\",le=\"";
    return router
        .operator()
        .metrics()
        .text()
        .lines()
        .filter(line -> line.startsWith(series))
        .map(line -> line.substring(series.length(), line.lastIndexOf('"')))
        .toList();
  }
}
