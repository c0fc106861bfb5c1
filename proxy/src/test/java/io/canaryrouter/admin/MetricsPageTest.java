package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Recorder;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.split.Stack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsPageTest {
  private AdminFixture admin;

  @BeforeEach
  void start() throws IOException {
    admin = new AdminFixture(null);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void thePageShowsTheFiguresOfTheContract() throws Exception {
    Recorder recorder = admin.measurements.newRecorder();
    recorder.began(Stack.GREEN);
    recorder.began(Stack.GREEN);
    recorder.ended(
        new Sample(0, 1, Stack.GREEN, Outcome.OK, 200, false, true, 1, 120_000_000, "other"),
        125_000_000,
        130_000_000);
    recorder.identified(IdentitySource.HEADER);
    recorder.rescued("connection_refused");
    recorder.connected(Stack.BLUE, 1_000_000);
    recorder.tunnelOpened(Stack.BLUE);
    recorder.refused(Outcome.BAD_REQUEST);
    assertThat(admin.get("/metrics").body())
        .contains(
            "canary_requests_total{outcome=\"ok\",rescued=\"false\",route=\"other\",stack=\"green\"} 1",
            "canary_requests_total{outcome=\"ok\",rescued=\"false\",route=\"other\",stack=\"blue\"} 0",
            "canary_requests_total{outcome=\"bad_request\",rescued=\"false\",route=\"other\",stack=\"none\"} 1",
            "canary_request_duration_seconds_bucket{route=\"other\",stack=\"green\",le=\"0.115\"} 0",
            "canary_request_duration_seconds_bucket{route=\"other\",stack=\"green\",le=\"0.15\"} 1",
            "canary_request_duration_seconds_bucket{route=\"other\",stack=\"green\",le=\"+Inf\"} 1",
            "canary_request_duration_seconds_sum{route=\"other\",stack=\"green\"} 0.12",
            "canary_time_to_first_byte_seconds_sum{route=\"other\",stack=\"green\"} 0.125",
            "canary_request_total_seconds_sum{route=\"other\",stack=\"green\"} 0.13",
            "canary_upstream_connect_seconds_count{stack=\"blue\"} 1",
            "canary_inflight_requests{stack=\"green\"} 1",
            "canary_tunnels{stack=\"blue\"} 1",
            "canary_split_green_ratio 0.1",
            "canary_epoch 1",
            "canary_failover_latched 0",
            "canary_verdict{criterion=\"overall\"} 1",
            "canary_verdict{criterion=\"error_rate\"} 1",
            "canary_criterion_value{criterion=\"health\",stack=\"blue\"} 0.0",
            "canary_criterion_limit{criterion=\"health\"} 1.0",
            "canary_criterion_evidence{criterion=\"error_rate\"} -0.",
            "canary_criterion_evidence{criterion=\"latency_typical\"} NaN",
            "canary_criterion_evidence_needed{criterion=\"error_rate\"} 2.8",
            "canary_criterion_users{criterion=\"error_rate\",stack=\"blue\"} 0.0",
            "canary_criterion_verified_users{criterion=\"rejected_users\",stack=\"green\"} 0.0",
            "canary_failovers_total{reason=\"error_rate\"} 0",
            "canary_failovers_total{reason=\"late_stage\"} 0",
            "canary_failovers_total{reason=\"latency_p95\"} 0",
            "canary_failovers_total{reason=\"latency_typical\"} 0",
            "canary_failovers_total{reason=\"manual\"} 0",
            "canary_failovers_total{reason=\"refused\"} 0",
            "canary_rescues_total{reason=\"connection_refused\"} 1",
            "canary_identity_total{source=\"header\"} 1",
            "canary_build_info{version=\"1.2.3\"} 1",
            "jvm_memory_used_bytes",
            "process_cpu_usage");
  }

  @Test
  void routesUsersRejectionsAndCrossoversShow() throws Exception {
    admin.measurements.expect(List.of("billing"));
    Recorder recorder = admin.measurements.newRecorder();
    end(recorder, sample(Stack.GREEN, Outcome.AUTH, 401, 7, "login"));
    end(recorder, sample(Stack.GREEN, Outcome.RESET, 0, 8, "login"));
    end(recorder, sample(Stack.BLUE, Outcome.OK, 200, 8, "other"));
    recorder.crossed();
    assertThat(admin.get("/metrics").body())
        .contains(
            "canary_requests_total{outcome=\"auth\",rescued=\"false\",route=\"login\",stack=\"green\"} 1",
            "canary_requests_total{outcome=\"ok\",rescued=\"false\",route=\"billing\",stack=\"blue\"} 0",
            "canary_request_duration_seconds_count{route=\"other\",stack=\"blue\"} 1",
            "canary_rejections_total{stack=\"green\",status=\"401\"} 1",
            "canary_rejections_total{stack=\"blue\",status=\"404\"} 0",
            "canary_crossovers_total 1");
  }

  @Test
  void theUsersOfTheEpochAreCountedNotTheirRequests() throws Exception {
    Sample[] seen = {
      sample(Stack.GREEN, Outcome.OK, 200, 7, "other"),
      sample(Stack.GREEN, Outcome.RESET, 0, 8, "other"),
      sample(Stack.GREEN, Outcome.RESET, 0, 8, "login"),
      sample(Stack.BLUE, Outcome.OK, 200, 8, "other")
    };
    try (AdminFixture seeing = new AdminFixture(null, seen)) {
      assertThat(seeing.get("/metrics").body())
          .contains(
              "canary_users_exposed{stack=\"green\"} 2",
              "canary_users_affected{stack=\"green\"} 1",
              "canary_users_exposed{stack=\"blue\"} 1",
              "canary_users_affected{stack=\"blue\"} 0",
              "canary_crossovers_total 1");
    }
  }

  @Test
  void theSeriesAreTheSameAfterAHundredThousandRequestsAsAfterOne() throws Exception {
    Recorder recorder = admin.measurements.newRecorder();
    end(recorder, sample(Stack.GREEN, Outcome.OK, 200, 1, "other"));
    List<String> before = series();
    List<Outcome> outcomes = List.of(Outcome.values());
    for (int i = 0; i < 100_000; i++) {
      Outcome outcome = outcomes.get(i % outcomes.size());
      Stack stack = i % 2 == 0 ? Stack.GREEN : Stack.BLUE;
      end(recorder, sample(stack, outcome, 400 + i % 60, i, "other"));
    }
    assertThat(series()).isEqualTo(before);
  }

  @Test
  void theBuildThatAStackNamesIsOneSeriesWhateverItWasBefore() throws Exception {
    admin.builds.put(Stack.GREEN, "a1");
    assertThat(admin.get("/metrics").body())
        .contains("canary_stack_build_info{build=\"a1\",stack=\"green\"} 1");
    admin.builds.put(Stack.GREEN, "b2");
    assertThat(series().stream().filter(line -> line.startsWith("canary_stack_build")))
        .containsExactly("canary_stack_build_info{build=\"b2\",stack=\"green\"}");
  }

  /** What the page tells, without the values. */
  private List<String> series() throws Exception {
    return admin
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("canary_"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .toList();
  }

  private static void end(Recorder recorder, Sample sample) {
    recorder.began(sample.stack());
    recorder.ended(sample, sample.latencyNanos(), sample.latencyNanos());
  }

  private static Sample sample(Stack stack, Outcome outcome, int status, long user, String route) {
    long endNanos = Duration.ofDays(2).toNanos();
    long hash = new UserKey(String.valueOf(user), IdentitySource.HEADER).hash();
    return new Sample(
        endNanos, 1, stack, outcome, status, false, true, hash, user * 1_000_000, route);
  }

  @Test
  void aFailoverShows() throws Exception {
    admin.commands.failover(Cause.of("ana", "r")).join();
    assertThat(admin.get("/metrics").body())
        .contains(
            "canary_failover_latched 1",
            "canary_split_green_ratio 0.0",
            "canary_failovers_total{reason=\"manual\"} 1",
            "canary_epoch 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | text/plain; version=0.0.4; charset=utf-8",
        "text/html | text/plain; version=0.0.4; charset=utf-8",
        "text/plain;version=0.0.4;q=0.5 | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8",
        "application/openmetrics-text;q=0.2,text/plain;q=0.5"
            + " | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;q=0,*/*;q=0.1 | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;version=9.9 | text/plain; version=0.0.4; charset=utf-8",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text"
            + " | text/plain; version=0.0.4; charset=utf-8",
        "application/vnd.google.protobuf;q=x,;;,=,text/plain;q=0.1"
            + " | text/plain; version=0.0.4; charset=utf-8",
        "text/plain;version=0.0.4;q=0.4,application/openmetrics-text;version=1.0.0;"
            + "escaping=allow-utf-8;q=0.6 | application/openmetrics-text; version=1.0.0;"
            + " charset=utf-8",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
            + " | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
            + " encoding=delimited"
      })
  void theFormatIsTheOneTheScraperLikesBest(String accept, String contentType) throws Exception {
    HttpResponse<String> page = admin.send(admin.request("/metrics").header("Accept", accept));
    assertThat(page.headers().firstValue("Content-Type")).contains(contentType);
    assertThat(page.body()).contains("canary_epoch");
    if (contentType.startsWith("application/openmetrics")) {
      assertThat(page.body()).endsWith("# EOF\n");
    }
  }
}
