package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                green, because rank 406 is among the lowest 1000 of 10000, which the weight 10% takes

                key         0
                source      key
                hash        5feceb66ffc86f38
                bucket      6040
                rank        406
                weight      10%, in force 10%
                green from  4.07% on
                judged      yes

                   RULE          STACK  BECAUSE
                   CANARY_FORCE  -      not set
                   route pin     -      no path was given
                   override      -      none was given
                   latch         -      only a running router knows
                   hold          -      only a running router knows
                   deny          -      not on the list
                   allow         -      not on the list
                >  rank          green  rank 406 is among the lowest 1000 of 10000, which the weight 10% takes

                From FILE. A running router may have another weight, or hold everyone on blue.
                """
                    .replace("FILE", file.toString()),
                ""));
  }

  @Test
  void offlineTheForceInTheEnvironmentCounts() {
    assertThat(why(Map.of("CANARY_FORCE", "blue"), "0").out())
        .startsWith("blue, because CANARY_FORCE=blue is set\n")
        .contains("weight      10%, in force 0%")
        .contains("green from  4.07% on, once CANARY_FORCE is unset");
  }

  @Test
  void offlineTheListsOfTheSplitCount() throws IOException {
    Files.writeString(
        file,
        """
        stacks: {blue: 'a:1', green: {url: 'b:2', health: {path: /up}}}
        split: {green: 10%, allow: [7], deny: [0]}
        """);

    assertThat(why(Map.of(), "0").out())
        .startsWith("blue, because the user stands in split.deny\n")
        .contains("green from  never: the user stands in split.deny\n")
        .contains("   rank          green  rank 406 is among");
    assertThat(why(Map.of(), "7").out())
        .startsWith("green, because the user stands in split.allow\n")
        .contains("green from  any weight, 0% too: the user stands in split.allow; only a latch");
  }

  @Test
  void aKeyMayBeginWithAnAtSign() {
    assertThat(why(Map.of(), "@alice").out()).contains("\nkey         @alice\n");
  }

  @Test
  void aTokenStandsForTheKeyInIt() {
    String token = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjowfQ.c2lnbmF0dXJl";

    assertThat(why(Map.of(), token).out())
        .contains("\nkey         0\nsource      token\n")
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
        .contains("on-failure: anonymous")
        .startsWith("blue or green, because a visitor without a usable token goes by the client's")
        .doesNotContain(forged);
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
          {"answer": "blue, because of a test", "stack": "blue", "judged": false, "key": "42",
           "source": "token", "hash": "ab", "bucket": 2637, "rank": 7362, "weight": "5%",
           "actual": "0%", "green_from": "73.63%", "green_from_means": "73.63% on",
           "rules": [{"title": "latch", "stack": "blue", "decides": true, "says": "a \\u001btest"}],
           "revision": 12, "epoch": 3}
          """);

      Ran ran = Ran.canary(Map.of("CANARY_ADMIN_URL", admin.url()), "why", "a.b.c", "--path", "/x");

      assertThat(admin.lastAsked())
          .isEqualTo(
              new FakeAdmin.Asked(
                  "POST /api/v1/explain", null, "{\"key\":\"a.b.c\",\"path\":\"/x\"}"));
      assertThat(ran.out())
          .startsWith("blue, because of a test\n\nkey         42\n")
          .contains("weight      5%, in force 0%\n")
          .contains(">  latch  blue   a ?test\n")
          .endsWith("From the running router, at revision 12, epoch 3.\n");
    }
  }

  @Test
  void aRequestIsExplainedByItsRouteAndItsOverride() throws IOException {
    Files.writeString(
        file,
        """
        stacks: {blue: 'a:1', green: {url: 'b:2', health: {path: /up}}}
        split: {green: 0%, override: {secret: 'more-than-sixteen-characters'}}
        routes: [{name: billing, match: 'POST /billing/**', stack: blue}]
        """);
    String override =
        Ran.canary(Map.of(), "override", "green", "--config", file.toString()).out().trim();

    assertThat(why(Map.of(), "0", "--path", "/billing/7", "--method", "POST").out())
        .startsWith("blue, because route \"billing\" is pinned to blue\n")
        .contains("green from  never: route \"billing\" is pinned to blue\n")
        .contains("judged      no\n");
    assertThat(why(Map.of(), "0", "--path", "/billing/7").out())
        .startsWith("blue, because green's weight is 0%, which takes nobody\n")
        .contains("route pin     -      route \"other\" is not pinned\n");
    assertThat(why(Map.of(), "0", "--override", override).out())
        .startsWith("green, because a good override says so: green for whoever holds it, until ")
        .doesNotContain(override.substring(override.length() - 32));
  }

  @Test
  void anOverrideThatDoesNotHoldIsToldFromOneThatDoes() throws IOException {
    String seal = new OverrideSeal("more-than-sixteen-characters").seal(Stack.GREEN, 1_000);
    assertThat(why(Map.of(), "0", "--override", seal).out())
        .contains("override      -      ignored: split.override is not set\n");
    Files.writeString(
        file,
        """
        stacks: {blue: 'a:1', green: {url: 'b:2', health: {path: /up}}}
        split: {green: 0%, override: {secret: 'more-than-sixteen-characters'}}
        """);

    assertThat(why(Map.of(), "0", "--override", seal).out())
        .startsWith("blue")
        .contains("override      -      ignored: it ended at 1970-01-01T00:16:40Z\n");
    assertThat(why(Map.of(), "0", "--override", "green.9999999999.abc").out())
        .startsWith("blue")
        .contains("ignored: it was not made with split.override.secret\n");
  }

  @Test
  void aVisitorIsExplainedByTheAddress() throws IOException {
    assertThat(why(Map.of(), "--address", "2001:DB8:0::9").out())
        .contains("\nkey         2001:db8::9\nsource      address\n");
    Files.writeString(file, Files.readString(file) + "identity: {anonymous: blue}\n");
    assertThat(why(Map.of(), "--address", "203.0.113.9").out())
        .startsWith("blue, because no user is named, and identity.anonymous says blue\n");
    Files.writeString(file, Files.readString(file).replace("anonymous: blue", "anonymous: random"));
    assertThat(why(Map.of(), "--address", "203.0.113.9").out())
        .startsWith("blue or green, because each request of a visitor draws a key of its own");
  }

  @Test
  void whatNobodyKnowsOfAVisitorDoesNotMatterAtNoneAndAtAll() throws IOException {
    String token = "eyJhbGciOiJIUzI1NiJ9.bm9uZQ.c2ln";
    String yaml = Files.readString(file);

    assertThat(why(Map.of(), token).out())
        .startsWith("blue or green, because")
        .doesNotContain("eyJ");
    Files.writeString(file, yaml.replace("10%", "0%"));
    assertThat(why(Map.of(), token).out()).startsWith("blue, because green's weight is 0%");
    Files.writeString(file, yaml.replace("10%", "100%"));
    assertThat(why(Map.of(), token).out()).startsWith("green, because green's weight is 100%");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_ | a key is a user's key or a token of 1 to 8192 characters",
        "0 --path x | a path begins with a slash",
        "0 --path https://app.example/x | a path begins with a slash",
        "0 --path /-/ready | the router itself answers",
        "0 --path / --method post | a method is written in capitals: POST",
        "0 --path / --method PSOT | that is no method",
        "0 --method POST | a method needs a path",
        "--address localhost | an address is written 203.0.113.9",
        "0 --override _ | an override is the value of X-Canary-Override",
      })
  void whatIsNoRequestIsRefusedWithASentence(String arguments, String sentence) {
    String[] words = arguments.split(" ");
    Ran ran =
        why(Map.of(), Arrays.stream(words).map(w -> w.equals("_") ? "" : w).toArray(String[]::new));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith("canary: " + sentence);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aSecretPastedByMistakeIsNotRepeated() {
    String secret = "s".repeat(200);
    String override = new OverrideSeal("more-than-sixteen-characters").seal(Stack.GREEN, 1_000);

    assertThat(why(Map.of("CANARY_ADMIN_TOKEN", secret), secret))
        .isEqualTo(
            new Ran(
                2,
                "",
                "canary: that is CANARY_ADMIN_TOKEN and no user; name a user's key or a token\n"));
    assertThat(why(Map.of(), secret).out())
        .contains("ssssssss… (200 characters)")
        .doesNotContain(secret);
    assertThat(why(Map.of(), override).err())
        .contains("that is an override")
        .doesNotContain(override);
    assertThat(why(Map.of(), "0", Tokens.forUser(0)).err())
        .contains("Unmatched argument")
        .doesNotContain("eyJ");
    assertThat(why(Map.of(), "x".repeat(100_000)).err())
        .isEqualTo("canary: a key is a user's key or a token of 1 to 8192 characters\n");
  }

  private Ran why(Map<String, String> environment, String... arguments) {
    List<String> line = new ArrayList<>(List.of("why"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--config", file.toString()));
    return Ran.canary(environment, line.toArray(String[]::new));
  }
}
