package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminVerbsTest {
  private static final String CHANGED = "{\"revision\": 13, \"epoch\": 4}";

  private final FakeAdmin admin = new FakeAdmin();

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void weightSetsTheSplitWithItsReason() {
    admin.answering(200, CHANGED);

    Ran ran = canary("weight", "0.25%", "--reason", "first users");

    assertThat(ran)
        .isEqualTo(new Ran(0, "green takes 0.25% of the users (revision 13, epoch 4)\n", ""));
    FakeAdmin.Asked asked = admin.lastAsked();
    assertThat(asked.line()).isEqualTo("PUT /api/v1/split");
    assertThat(asked.body()).isEqualTo("{\"reason\":\"first users\",\"green\":\"0.25%\"}");
  }

  @Test
  void historyShowsWhoChangedWhatAndWhy() {
    admin.answering(
        200,
        "{\"entries\": [{\"at\": \"2026-11-23T00:00:00Z\", \"by\": \"ana\", \"action\": \"split\","
            + " \"detail\": \"5%\", \"reason\": \"first users\\u001b[2J\", \"revision\": 2}]}");

    Ran ran = canary("history", "--limit", "5");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "WHEN BY CHANGE REVISION TO REASON",
            "2026-11-23T00:00:00Z ana split 2 5% first users?[2J");
    assertThat(admin.lastAsked().line()).isEqualTo("GET /api/v1/audit?limit=5");
    assertThat(canary("history", "--limit", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void historyShowsTheEvidenceThatTheGuardActedOn() {
    admin.answering(
        200,
        """
        {"entries": [
          {"by": "guard", "action": "failover", "reason": "6 of 6 users",
           "evidence": {"log10": 4.78, "log10_needed": 4.5149}},
          {"by": "guard", "action": "away", "reason": "all refused",
           "evidence": {"log10": null, "log10_needed": null}}]}
        """);
    assertThat(canary("history").out())
        .contains(" 6 of 6 users (evidence 4.8 of 4.5 needed)\n", " all refused\n");
  }

  @Test
  void failoverAndRollbackSendEveryoneToBlue() {
    admin.answering(200, CHANGED);

    assertThat(canary("failover").exitCode()).isZero();
    assertThat(canary("rollback", "--reason", "login fails").out())
        .startsWith("everyone is on blue");

    assertThat(admin.lastAsked().body()).isEqualTo("{\"reason\":\"canary failover\"}");
    assertThat(admin.lastAsked())
        .isEqualTo(
            new FakeAdmin.Asked("POST /api/v1/failover", null, "{\"reason\":\"login fails\"}"));
  }

  @Test
  void failoverTellsTheCommandThatEndsItHere() {
    admin.answering(200, CHANGED);

    assertThat(canary("failover").out())
        .endsWith(
            "to go back to green: ./canary failback --green 1% (in the first ten minutes with"
                + " --force)\n");
    assertThat(Ran.canary(Map.of(), "failover", "--admin", admin.url()).out())
        .contains("./canary failback --green 1% --admin " + admin.url() + " (in");
  }

  @Test
  void aRollbackOverTimeIsOfALaterVersionAndDoesNothing() {
    for (String[] line :
        new String[][] {
          {"rollback", "--over", "30m"}, {"failover", "--over=30m"}, {"rollback", "--over"}
        }) {
      Ran ran = canary(line);

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err())
          .startsWith("canary: --over is not in this version, and nothing was done");
    }
    assertThat(admin.timesAsked()).isZero();
  }

  @Test
  void failbackNamesTheWeightAndCanForce() {
    admin.answering(200, CHANGED);

    assertThat(canary("failback", "--green", "1%", "--force").exitCode()).isZero();

    assertThat(admin.lastAsked().body())
        .isEqualTo("{\"reason\":\"canary failback\",\"green\":\"1%\",\"force\":true}");
  }

  @Test
  void failbackWithoutAWeightIsAWrongUse() {
    Ran ran = canary("failback");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--green");
    assertThat(admin.timesAsked()).isZero();
  }

  @Test
  void aWeightWithoutItsPercentSignIsAWrongUse() {
    Ran ran = canary("weight", "5");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("a weight is a percentage").doesNotContain("Exception");
  }

  @Test
  void theTokenComesFromTheEnvironmentOrTheCommandLine() {
    admin.answering(200, CHANGED);

    Ran.canary(
        Map.of("CANARY_ADMIN_URL", admin.url(), "CANARY_ADMIN_TOKEN", "from-environment"),
        "weight",
        "5%");
    canary("weight", "5%", "--token", "from-line");

    assertThat(admin.lastAsked().authorization()).isEqualTo("Bearer from-environment");
    assertThat(admin.lastAsked().authorization()).isEqualTo("Bearer from-line");
  }

  @Test
  void aTokenThatNoFieldCanHoldIsAWrongUseAndIsNotShown() {
    Ran ran = canary("weight", "5%", "--token", "hunter2\r\nX: y");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).doesNotContain("hunter2");
  }

  @Test
  void aRefusalIsTheProblemsSentence() {
    admin.answering(
        409, "{\"title\": \"Conflict\", \"detail\": \"latched since 12:00\\u001b[2J\"}");

    Ran ran = canary("weight", "5%");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("canary: " + admin.url() + ": latched since 12:00?[2J\n");
  }

  @Test
  void aMissingTokenIsExplained() {
    admin.answering(401, "{\"detail\": \"a token is needed\"}");

    assertThat(canary("status").err()).contains("CANARY_ADMIN_TOKEN");
  }

  @Test
  void anotherServerAtTheAddressIsARefusal() {
    admin.answering(200, "<html>");
    Ran ran = canary("status");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("not a router's admin server");

    admin.answering(404, "<html>");
    assertThat(canary("status").err()).contains("answers 404");
  }

  @Test
  void noRouterIsUnreachable() {
    String address = admin.url();
    admin.close();

    Ran ran = Ran.canary(Map.of(), "status", "--admin", address);

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err()).contains("no router can be reached");
  }

  @Test
  void noAnswerInTimeIsATimeout() throws IOException {
    // The kernel completes the connection; nobody ever answers.
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      AdminClient client = new AdminClient(address, "", Duration.ofMillis(200));

      CommandFailure failure =
          catchThrowableOfType(CommandFailure.class, () -> client.get("/api/v1/state"));

      assertThat(failure.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void anAddressThatIsNoneIsAWrongUse() {
    for (String address :
        new String[] {
          "127.0.0.1:9090", "ftp://a", "http://u:p@a", "http://", " ", "http://a/b", "http://a?b"
        }) {
      assertThat(Ran.canary(Map.of(), "status", "--admin", address).exitCode())
          .as(address)
          .isEqualTo(2);
    }
  }

  private Ran canary(String... args) {
    return Ran.canary(Map.of("CANARY_ADMIN_URL", admin.url()), args);
  }
}
