package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Prometheus;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A real Prometheus reads what the router has counted, in each format that it asks for. */
class PrometheusIT {
  private static final int ON_BLUE = 1;
  private static final int ON_GREEN = 7;

  @AutoClose private final FaultyStack blue = stack();
  @AutoClose private final FaultyStack green = stack();
  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());
  @AutoClose private final RunningRouter router = RunningRouter.ready(setup);

  @Test
  void itReadsCountsAndClassicHistogramsFromText() {
    askSome();
    try (Prometheus prometheus = Prometheus.scraping(adminPort())) {
      prometheus.await("up", 1);
      awaitCounts(prometheus);
      prometheus.await(
          "canary_request_duration_seconds_bucket{stack=\"blue\",route=\"other\",le=\"+Inf\"}", 3);
      prometheus.await("canary_request_duration_seconds_count{stack=\"blue\",route=\"other\"}", 3);
      String buckets = "canary_request_duration_seconds_bucket{stack=\"blue\",route=\"other\"}";
      assertThat(prometheus.value("histogram_quantile(0.5, " + buckets + ")")).isPositive();
    }
  }

  @Test
  void itReadsCountsAndNativeHistogramsFromProtobuf() {
    askSome();
    try (Prometheus prometheus = Prometheus.scrapingNative(adminPort())) {
      prometheus.await("up", 1);
      awaitCounts(prometheus);
      String latency = "canary_request_duration_seconds{stack=\"blue\",route=\"other\"}";
      prometheus.await("histogram_count(" + latency + ")", 3);
      double sum = prometheus.value("histogram_sum(" + latency + ")");
      double least = prometheus.value("histogram_quantile(0.01, " + latency + ")");
      double most = prometheus.value("histogram_quantile(1, " + latency + ")");
      assertThat(sum).as("of three, told exactly").isBetween(3 * least * 0.97, 3 * most * 1.03);
      prometheus.await("histogram_fraction(0, 60, " + latency + ")", 1);
    }
  }

  private void awaitCounts(Prometheus prometheus) {
    prometheus.await(
        "canary_requests_total{stack=\"blue\",route=\"other\",outcome=\"ok\",rescued=\"false\"}",
        3);
    prometheus.await("sum(canary_requests_total{stack=\"green\",outcome=\"server_error\"})", 1);
    prometheus.await("canary_rejections_total{stack=\"blue\",status=\"404\"}", 1);
    prometheus.await("canary_users_affected{stack=\"green\"}", 1);
    prometheus.await("canary_split_green_ratio", 0.1);
  }

  private void askSome() {
    for (String target : new String[] {"/", "/", "/", "/missing"}) {
      get(ON_BLUE, target);
    }
    get(ON_GREEN, "/broken");
    router.operator().awaitCounted("blue", 4);
    router.operator().awaitCounted("green", 1);
  }

  private void get(long user, String target) {
    try (RawClient client = router.client()) {
      client.get(target, Tokens.authorization(user)).readResponse();
    }
  }

  private int adminPort() {
    return URI.create(router.operator().url()).getPort();
  }

  private static FaultyStack stack() {
    return FaultyStack.start(Answer.ok("well"))
        .onTarget("/up", Answer.ok("up"))
        .onTarget("/missing", Answer.status(404, "no"))
        .onTarget("/broken", Answer.status(500, "no"));
  }
}
