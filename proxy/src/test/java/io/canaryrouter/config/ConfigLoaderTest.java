package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.admin.AdminSettings;
import io.canaryrouter.admin.AdminToken;
import io.canaryrouter.config.Finding.Severity;
import io.canaryrouter.http.AccessLogSettings;
import io.canaryrouter.http.Cidr;
import io.canaryrouter.http.ListenSettings;
import io.canaryrouter.http.ShutdownSettings;
import io.canaryrouter.http.StackSettings;
import io.canaryrouter.http.Transport;
import io.canaryrouter.http.UpstreamAddress;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.RouteTable;
import io.canaryrouter.split.Weight;
import io.canaryrouter.store.StoreSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
  private static final String STACKS = "stacks: {blue: 'foresy-blue:3000', green: 'green:3000'}\n";

  @Test
  void theTwoLineConfigurationIsEnough() {
    RouterConfig config = load(Map.of(), STACKS + "split: 10%\n");

    assertThat(config.blue().address()).isEqualTo(new UpstreamAddress(false, "foresy-blue", 3000));
    assertThat(config.green().address()).isEqualTo(new UpstreamAddress(false, "green", 3000));
    assertThat(config.split()).isEqualTo(new SplitSettings(new Weight(1_000), "", false));
  }

  @Test
  void theDefaultsOfTheTableAreThoseOfTheParts() {
    RouterConfig config = load(Map.of(), STACKS);

    assertThat(config)
        .isEqualTo(
            new RouterConfig(
                "canary.yml",
                "canary",
                ListenSettings.of("0.0.0.0", 8080),
                new AdminSettings("127.0.0.1", 9090, List.of(), null, true),
                StackSettings.of(UpstreamAddress.parse("foresy-blue:3000")),
                StackSettings.of(UpstreamAddress.parse("green:3000")),
                IdentitySettings.DEFAULTS,
                new SplitSettings(Weight.NONE, "", false),
                RouteTable.NONE,
                Exclusions.DEFAULTS,
                GuardSettings.DEFAULT,
                true,
                java.util.Optional.empty(),
                new StoreSettings.InMemory(),
                AccessLogSettings.DEFAULTS,
                ShutdownSettings.DEFAULTS,
                false));
  }

  @Test
  void anHttpsStackHasTheDefaultsOfItsPartToo() {
    RouterConfig config = load(Map.of(), "stacks: {blue: 'https://b', green: 'https://g'}");

    assertThat(config.blue()).isEqualTo(StackSettings.of(UpstreamAddress.parse("https://b")));
  }

  @Test
  void withoutAFileTheEnvironmentIsEnough() {
    LoadedConfig loaded =
        new ConfigSource(null, Map.of("CANARY_BLUE", "b:1", "CANARY_GREEN", "g:2", "PORT", "10000"))
            .get();

    RouterConfig config = Objects.requireNonNull(loaded.config());
    assertThat(config.green().address().port()).isEqualTo(2);
    assertThat(config.split().green()).isEqualTo(Weight.NONE);
    assertThat(config.listen().port()).isEqualTo(10_000);
    assertThat(config.source()).isEqualTo("environment");
  }

  @Test
  void withoutAFileTheMissingVariableIsNamed() {
    LoadedConfig loaded = new ConfigSource(null, Map.of("CANARY_SPLIT", "ten")).get();

    assertThat(loaded.config()).isNull();
    assertThat(loaded.describe())
        .containsExactlyInAnyOrder(
            "environment: error: CANARY_BLUE: not set (or empty): set it to HOST:PORT",
            "environment: error: CANARY_GREEN: not set (or empty): set it to HOST:PORT",
            "environment: error: CANARY_SPLIT: a weight is a percentage between 0% and 100%, for"
                + " example 5% or 0.25%; what the environment holds in CANARY_SPLIT is not (and is"
                + " not shown)");
  }

  @Test
  void withoutAFileEveryVariableAtFaultIsNamed() {
    Map<String, String> environment =
        Map.of(
            "CANARY_BLUE", "blue",
            "CANARY_GREEN", "http://green:3000/app",
            "CANARY_SPLIT", "10",
            "CANARY_ADMIN_TOKEN", "a b",
            "PORT", "web");

    assertThat(new ConfigSource(null, environment).get().findings())
        .extracting(Finding::path)
        .containsExactlyInAnyOrder(
            "CANARY_BLUE", "CANARY_GREEN", "CANARY_SPLIT", "CANARY_ADMIN_TOKEN", "PORT");
  }

  @Test
  void variablesStandAnywhereInAValue() {
    RouterConfig config =
        load(
            Map.of("HOST", "blue", "RANGE", "10.0.0.0/8"),
            """
            stacks: {blue: "${HOST}-${ROLE:a}:${PORT_B:3000}", green: "${GREEN:http://g:2}"}
            listen: {trusted-proxies: ["${RANGE}"]}
            """);

    assertThat(config.blue().address().authority()).isEqualTo("blue-a:3000");
    assertThat(config.green().address().authority()).isEqualTo("g:2");
    assertThat(config.listen().trustedProxies())
        .extracting(Cidr::toString)
        .containsExactly("10.0.0.0/8");
  }

  @Test
  void aDefaultedKeyIsReadAgainstAWrongEnvironmentToo() {
    LoadedConfig loaded = new ConfigLoader(Map.of("PORT", "web")).load("canary.yml", STACKS);

    assertThat(loaded.config()).isNull();
    assertThat(loaded.describe())
        .containsExactly(
            "canary.yml:1:1: error: listen.port: a port is a whole number between 0 and 65535; what"
                + " the environment holds in PORT is not (and is not shown)");
  }

  @Test
  void onRenderThePrivateRangesAreTrusted() {
    assertThat(load(Map.of("RENDER", "true"), STACKS).listen().trustedProxies())
        .extracting(Cidr::toString)
        .containsExactly("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
    assertThat(
            load(Map.of("RENDER", "true"), STACKS + "listen: {trusted-proxies: []}")
                .listen()
                .trustedProxies())
        .isEmpty();
  }

  @Test
  void canaryForceBlueStandsInTheConfiguration() {
    assertThat(load(Map.of("CANARY_FORCE", "blue"), STACKS).forcedBlue()).isTrue();
    assertThat(load(Map.of("CANARY_FORCE", ""), STACKS).forcedBlue()).isFalse();
  }

  @Test
  void theTransportCanBeChosen() {
    assertThat(load(Map.of(), STACKS + "transport: nio").transport()).contains(Transport.NIO);
  }

  @Test
  void aWholeNumberOrAFloatServesAsText() {
    RouterConfig config = load(Map.of(), STACKS + "name: 8.10\nsplit: {salt: 007, green: 0.25%}");

    assertThat(config.name()).isEqualTo("8.10");
    assertThat(config.split()).isEqualTo(new SplitSettings(new Weight(25), "007", false));
  }

  @Test
  void oneErrorIsEnoughToRefuseAndTheWarningsAreToldBesideIt() {
    LoadedConfig loaded =
        new ConfigLoader(Map.of())
            .load("canary.yml", "stacks: {blue: 'a:1', green: 'a:1'}\nname: [x]");

    assertThat(loaded.config()).isNull();
    assertThat(loaded.explanation()).isEmpty();
    assertThat(loaded.has(Severity.ERROR)).isTrue();
    assertThat(loaded.has(Severity.WARNING)).isTrue();
  }

  @Test
  void anEndlessNumberOfFindingsIsCutOffAndTheirNumberTold() {
    StringBuilder text = new StringBuilder(STACKS);
    for (int i = 0; i < 5_000; i++) {
      text.append("key-that-nobody-knows-").append(i).append(": 1\n");
    }

    LoadedConfig loaded = new ConfigLoader(Map.of()).load("canary.yml", text.toString());
    assertThat(loaded.describe())
        .hasSize(101)
        .last()
        .isEqualTo("canary.yml: error: 4900 more are not shown: mend these first");
  }

  @Test
  void aWrongStackDoesNotHideWhatElseIsWrong() {
    LoadedConfig loaded =
        new ConfigLoader(Map.of())
            .load("canary.yml", "stacks: {blue: here}\nshutdown: {delay: 1s, linger: 2s}");

    assertThat(loaded.findings())
        .extracting(Finding::path)
        .containsExactlyInAnyOrder("stacks.blue.url", "stacks.green.url", "shutdown.linger");
  }

  @Test
  void theTokenIsNeverShown() {
    String token = "hunter2-hunter2-hunter2";
    LoadedConfig loaded =
        new ConfigLoader(Map.of("CANARY_ADMIN_TOKEN", token)).load("canary.yml", STACKS);

    assertThat(Objects.requireNonNull(loaded.config()).admin().tokens())
        .containsExactly(AdminToken.admin(token));
    assertThat(loaded.toString()).doesNotContain(token);
  }

  private static RouterConfig load(Map<String, String> environment, String text) {
    LoadedConfig loaded = new ConfigLoader(environment).load("canary.yml", text);
    assertThat(loaded.has(Severity.ERROR)).as("%s", loaded.describe()).isFalse();
    return Objects.requireNonNull(loaded.config());
  }
}
