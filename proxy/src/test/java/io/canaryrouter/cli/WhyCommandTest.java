package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {
  @TempDir Path folder;
  private Path file = Path.of("unset");

  @BeforeEach
  void configure() throws IOException {
    file = folder.resolve("canary.yml");
    Files.writeString(
        file, "stacks: {blue: 'a:1', green: {url: 'b:2', health: {path: /up}}}\nsplit: 10%\n");
  }

  @Test
  void offlineTheConfigurationAnswers() {
    // The bucket stands in the vectors that were computed in another language.
    assertThat(why(Map.of(), "0"))
        .isEqualTo(
            new Ran(
                0,
                """
                key         0
                source      key
                hash        5feceb66ffc86f38
                bucket      6040
                rank        406
                weight      10%, actual 10%
                stack       green, by rank
                green from  4.07% on
                """,
                ""));
  }

  @Test
  void offlineTheForceInTheEnvironmentCounts() {
    assertThat(why(Map.of("CANARY_FORCE", "blue"), "0").out())
        .contains("stack       blue, by forced")
        .contains("weight      10%, actual 0%");
  }

  @Test
  void offlineTheListsOfTheSplitCount() throws IOException {
    Files.writeString(
        file,
        """
        stacks: {blue: 'a:1', green: {url: 'b:2', health: {path: /up}}}
        split: {green: 10%, allow: [7], deny: [0]}
        """);

    assertThat(why(Map.of(), "0").out()).contains("stack       blue, by deny");
    assertThat(why(Map.of(), "7").out()).contains("stack       green, by allow");
  }

  @Test
  void aKeyMayBeginWithAnAtSign() {
    assertThat(why(Map.of(), "@alice").out()).startsWith("key         @alice\n");
  }

  @Test
  void aTokenStandsForTheKeyInIt() {
    String token = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjowfQ.c2lnbmF0dXJl";

    assertThat(why(Map.of(), token).out())
        .startsWith("key         0\nsource      token\n")
        .doesNotContain("eyJ");
  }

  @Test
  void aTokenIsVerifiedWhereTheConfigurationAsksForIt() throws IOException {
    assertThat(why(Map.of(), Tokens.forUser(0)).out()).contains("signature   unchecked: ");
    Files.writeString(
        file,
        Files.readString(file)
            + """
            identity: {jwt: {verify: {algorithms: [HS256], secrets: ["%s"], on-failure: anonymous}}}
            """
                .formatted(Tokens.SECRET));

    assertThat(why(Map.of(), Tokens.forUser(0)).out())
        .contains("source      token\nsignature   ok: its signature is good\n");
    String forged = Tokens.of("{\"alg\":\"HS256\"}", "{\"user_id\":0}", "guessed");
    assertThat(why(Map.of(), forged).out())
        .contains("signature   bad_signature: no key in force has signed it")
        .contains("on-failure: anonymous");
    assertThat(why(Map.of(), "0").out()).doesNotContain("signature");
  }

  @Test
  void aWrongConfigurationIsTold() throws IOException {
    Files.writeString(file, "spilt: 10%\n");

    Ran ran = why(Map.of(), "0");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("did you mean \"split\"?").contains("stacks.blue.url");
  }

  @Test
  void onlineTheRunningRouterAnswers() {
    try (FakeAdmin admin = new FakeAdmin()) {
      admin.answering(
          200,
          """
          {"key": "42", "source": "token", "bucket": 2637, "rank": 7362, "weight": "5%",
           "actual": "0%", "stack": "blue", "reason": "latch", "green_from": "73.63%"}
          """);

      Ran ran = Ran.canary(Map.of("CANARY_ADMIN_URL", admin.url()), "why", "a.b.c");

      assertThat(admin.lastAsked())
          .isEqualTo(new FakeAdmin.Asked("POST /api/v1/explain", null, "{\"key\":\"a.b.c\"}"));
      assertThat(ran.out())
          .contains("key         42\n")
          .contains("weight      5%, actual 0%\n")
          .contains("stack       blue, by latch\n");
    }
  }

  private Ran why(Map<String, String> environment, String key) {
    return Ran.canary(environment, "why", key, "--config", file.toString());
  }
}
