package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
  private static final String STATE =
      """
      {"revision": 12, "epoch": 3, "name": "foresy", "version": "0.1.0", "transport": "io_uring",
       "uptime_seconds": 11523,
       "split": {"set": "5%", "actual": "0%", "forced_blue": false, "unguarded": false, "unproven": false},
       "verdict": {"level": "critical", "reason": "errors", "sentence": "green fails everything"},
       "latch": {"reason": "errors", "sentence": "green failed 40 of 40", "at": "2026-11-23T01:00:00Z",
                 "by": "guard"},
       "stacks": {
         "blue": {"address": "http://127.0.0.1:9001", "version": "rails-7", "inflight": 3,
                  "users": {"epoch": {"exposed": 120, "affected": 1}},
                  "instances": [{"health": "up"}, {"health": "down"}],
                  "window": {"requests": 1234, "failures": 1, "error_rate": 0.00081,
                             "p50_ms": 12.34, "p95_ms": 40.0, "p99_ms": 99.9}},
         "green": {"address": "http://127.0.0.1:9002", "version": "", "inflight": 0,
                   "instances": [],
                   "window": {"requests": 0, "failures": 0, "error_rate": 0,
                              "p50_ms": null, "p95_ms": null, "p99_ms": null}}}}
      """;

  private final FakeAdmin admin = new FakeAdmin().answering(200, STATE);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void theStateIsATableForPeople() {
    assertThat(canary("status").out())
        .isEqualTo(
            """
            foresy: canary-router 0.1.0, up 3h 12m, io_uring, revision 12, epoch 3
            green   5%, actual 0%
            latched 2026-11-23T01:00:00Z by guard: green failed 40 of 40
                    to go back to green: ./canary failback --green 1% (in the first ten minutes with --force)
            verdict critical: green fails everything

            STACK  ADDRESS                VERSION  UP   IN FLIGHT  USERS  AFFECTED  REQUESTS  FAILED  RATE   P50      P95      P99
            blue   http://127.0.0.1:9001  rails-7  1/2  3          120    1         1234      1       0.08%  12.3 ms  40.0 ms  99.9 ms
            green  http://127.0.0.1:9002  -        0/0  0          -      -         0         0       0.00%  -        -        -
            """);
  }

  @Test
  void whatKeepsEveryoneOnBlueForNowAndEachCriterionAreTold() {
    admin.answering(
        200,
        """
        {"hold": {"cause": "away", "sentence": "green answers no probe"},
         "verdict": {"level": "ok", "sentence": "as good as blue", "criteria": [
           {"criterion": "error_rate", "level": "ok", "sentence": "0.1 % of 1 %"},
           {"criterion": "route:login:latency_p95", "level": "inconclusive", "sentence": "3 of 100"}]}}
        """);

    assertThat(canary("status").out())
        .contains(
            """
            held    everyone is on blue for now (away): green answers no probe
            verdict ok: as good as blue
                    error_rate: ok, 0.1 % of 1 %
                    route:login:latency_p95: inconclusive, 3 of 100
            """);
  }

  @Test
  void aVerdictIsToldWithItsEvidenceAndWhatProofTakes() {
    admin.answering(
        200,
        """
        {"verdict": {"level": "warning", "reason": "latency_mean", "sentence": "green is slower",
          "evidence": {"log10": 3.44, "log10_needed": 2},
          "criteria": [
            {"criterion": "error_rate", "evidence": {"log10": 4.4, "log10_needed": 4.5}}]}}
        """);
    assertThat(canary("status").out())
        .contains(
            """
            verdict warning: green is slower
                    evidence 3.4 of 2.0 needed (latency_mean)
                    error_rate: -, -
            """);
  }

  @Test
  void aVerdictWithoutEvidenceOfItsOwnIsToldWithTheNearestCriterion() {
    admin.answering(
        200,
        """
        {"verdict": {"level": "inconclusive", "reason": "error_rate", "sentence": "needs more",
          "evidence": null,
          "criteria": [
            {"criterion": "health", "evidence": null},
            {"criterion": "error_rate", "evidence": {"log10": -0.31, "log10_needed": 4.5}},
            {"criterion": "throughput", "evidence": {"log10": 0.9, "log10_needed": 2}},
            {"criterion": "rejected_users", "evidence": {"log10": 1.2, "log10_needed": 4.5}},
            {"criterion": "latency_p95", "evidence": {"log10": null, "log10_needed": 2}}]}}
        """);
    assertThat(canary("status").out())
        .contains(
            "verdict inconclusive: needs more\n        evidence 0.9 of 2.0 needed (throughput)\n");
  }

  @Test
  void theBuildThatAStackNamesStandsBesideItsVersion() {
    admin.answering(
        200,
        """
        {"stacks": {"blue": {"version": "rails-7", "build": "a1"},
                    "green": {"version": "", "build": "b2\\u001b[2J"}}}
        """);
    assertThat(canary("status").out())
        .contains(" rails-7 (a1) ", " - (b2")
        .doesNotContain("\u001b");
  }

  @Test
  void theStateIsJsonForPrograms() {
    assertThat(canary("status", "-o", "json").out()).startsWith("{").contains("\"revision\" : 12");
  }

  @Test
  void suddenFailuresOfTokensHaveALine() {
    admin.answering(
        200, "{\"identity\": {\"verification\": {\"jumped\": true, \"sentence\": \"60 of 100\"}}}");

    assertThat(canary("status").out()).contains("\ntokens  60 of 100\nverdict ");
  }

  @Test
  void aStateThatLacksEverythingIsAllDashes() {
    admin.answering(200, "{}");

    assertThat(canary("status").out())
        .startsWith("-: canary-router -, up -, -, revision -, epoch -\ngreen   -\nverdict -: -\n");
  }

  @Test
  void watchingAsksAgainEachSecond() {
    AtomicInteger seconds = new AtomicInteger(2);

    Ran ran =
        Ran.canary(
            Map.of("CANARY_ADMIN_URL", admin.url()),
            () -> seconds.getAndDecrement() > 0,
            (config, source) -> 0,
            "status",
            "--watch");

    assertThat(ran.exitCode()).isZero();
    assertThat(admin.timesAsked()).isEqualTo(3);
  }

  private Ran canary(String... args) {
    return Ran.canary(Map.of("CANARY_ADMIN_URL", admin.url()), args);
  }
}
