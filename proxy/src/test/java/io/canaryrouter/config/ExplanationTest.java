package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final String TEXT =
      """
      name: "a \\"quoted\\": # name"
      stacks: {blue: "${BLUE:b:1}", green: {url: "https://g", health: {path: /up}}}
      split: {green: 0.25%, salt: "x"}
      routes:
        - {match: POST /login, name: login, success: [2xx, 401], success-rate: 99.5%}
        - {name: billing, match: /billing/**, stack: blue}
      """;

  @Test
  void anExplanationLoadsToTheConfigurationItExplains() {
    LoadedConfig first = load(TEXT, Map.of());
    LoadedConfig second = load(first.explanation(), Map.of());

    assertThat(second.describe()).isEmpty();
    assertThat(second.config()).isNotNull().isEqualTo(first.config());
  }

  @Test
  void itSaysWhatWasGivenAndWhatIsADefault() {
    String explanation = load(TEXT, Map.of()).explanation();

    assertThat(explanation.lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            " green: 0.25% # given. Green's share of the users; never finer than 0.01%.",
            " port: 8080 # default. Port to bind; 0 picks a free one.",
            " from: [header:Authorization, cookie:access_token] # default. Where a token is looked"
                + " for, in this order: header:NAME, cookie:NAME, query:NAME.");
  }

  @Test
  void itWritesTheItemsOfAListBelowEachOtherAndAnEmptyListAsSuch() {
    String explanation = load(TEXT, Map.of()).explanation();

    assertThat(explanation.lines().map(line -> line.replaceAll(" +#.*", "")))
        .containsSubsequence(
            "routes:",
            "  - name: login",
            "    match: \"POST /login\"",
            "    success: [2xx, 401]",
            "    success-rate: 99.5%",
            "  - name: billing",
            "    match: \"/billing/**\"",
            "    stack: blue");
    assertThat(load("stacks: {blue: 'b:1', green: 'g:2'}", Map.of()).explanation())
        .containsPattern("(?m)^routes: \\[] +# default\\. ");
  }

  @Test
  void itTellsOfASecretOnlyThatItIsSet() {
    String explanation =
        load(TEXT, Map.of("CANARY_ADMIN_TOKEN", "hunter2-hunter2-hunter2")).explanation();

    assertThat(explanation).contains("token: \"(set, not shown)\"").doesNotContain("hunter2");
  }

  @Test
  void itShowsNoneOfManySecrets() {
    String explanation =
        load(
                TEXT
                    + """
                    identity: {jwt: {verify: {algorithms: [HS256], secrets: [%s1, %s2]}}}
                    """
                        .formatted("hunter-hunter-hunter", "hunter-hunter-hunter"),
                Map.of())
            .explanation();

    assertThat(explanation).contains("secrets: \"(set, not shown)\"").doesNotContain("hunter");
  }

  private static LoadedConfig load(String text, Map<String, String> environment) {
    LoadedConfig loaded = new ConfigLoader(environment).load("canary.yml", text);
    assertThat(Objects.requireNonNull(loaded.config(), loaded.describe().toString())).isNotNull();
    return loaded;
  }
}
