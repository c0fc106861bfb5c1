package io.canaryrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The files in config/ that a user copies, and the schema that editors check them with. */
class ShippedConfigurationsTest {
  private static final Path FOLDER = Path.of("../config");
  private static final Path SCHEMA = FOLDER.resolve("canary-router.schema.json");

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yml"))
          .filter(ShippedConfigurationsTest::isOfTheRouter)
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void theSchemaSaysWhatTheTableOfKeysSays() throws IOException {
    String drafted = new SchemaDraft().text();
    if (Boolean.getBoolean("canary.write")) {
      Files.writeString(SCHEMA, drafted);
    }
    assertThat(Files.readString(SCHEMA))
        .as("run this test with -Dcanary.write=true to write the schema anew")
        .isEqualTo(drafted);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigurationObeysTheSchema(Path file) throws IOException {
    assertThat(schema().validate(Files.readString(file), InputFormat.YAML)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigurationLoadsWithoutAFinding(Path file) {
    LoadedConfig loaded = new ConfigSource(file, Map.of()).get();

    assertThat(loaded.describe()).isEmpty();
    assertThat(loaded.config()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigurationTellsEditorsItsSchema(Path file) throws IOException {
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("# yaml-language-server: $schema=canary-router.schema.json");
  }

  @Test
  void everyOptionNamesEveryKey() throws IOException {
    String text = Files.readString(FOLDER.resolve("every-option.yml"));
    // What needs a file, a variable or a name, or excludes another key, stands as a comment.
    String whole =
        text.replaceAll("(?m)^( {2,8})# ( *[a-z0-9-]+:|  - \\{name)", "$1$2")
            .replaceAll("(?m)^# (state:|  (file|redis):)", "$1");
    Findings findings = new Findings();
    KeyWalk.Walked walked =
        KeyWalk.walk(YamlDocument.parse(whole, findings).orElseThrow(), findings);

    assertThat(findings.inReadingOrder()).isEmpty();
    assertThat(
            walked.entries().keySet().stream()
                .map(path -> path.replaceAll("[0-9]+]", "]"))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(Keys.ALL.stream().map(Key::path).toList());
  }

  @Test
  void everyOptionShowsTheDefaults() {
    RouterConfig every = load(FOLDER.resolve("every-option.yml"));
    RouterConfig quick = load(FOLDER.resolve("quickstart.yml"));

    assertThat(every)
        .usingRecursiveComparison()
        .ignoringFields(
            "source",
            "blue.version",
            "green.version",
            "blue.health.path",
            "green.health.path",
            "blue.health.host",
            "green.health.host",
            "routes")
        .isEqualTo(quick);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stacks: {blue: 'a:1'}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nspilt: 5%",
        "stacks: {blue: 'a:1', green: 'b:2'}\nsplit: 5",
        "stacks: {blue: 'a:1', green: 'b:2'}\nrollout: {}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nadmin: {tokens: [{name: ana}]}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nadmin: {public-host: 'https://a'}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nroutes: {name: login, match: /login}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nroutes: [/login]",
        "stacks: {blue: 'a:1', green: 'b:2'}\nroutes: [{name: login}]",
        "stacks: {blue: 'a:1', green: 'b:2'}\nroutes: [{name: other, match: /login}]",
        "stacks: {blue: 'a:1', green: 'b:2'}\nroutes: [{name: a, match: /a, sucess: 2xx}]",
        "stacks: {blue: 'a:1', green: 'b:2'}\nlisten: {port: 65536}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nguard: {mode: judge}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nguard: {on-latency: abort}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nlisten: {idle-timeout: 5}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nidentity: {jwt: {from: ['body:x']}}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nidentity: {jwt: {from: []}}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nidentity: {jwt: {claims: []}}",
        "stacks: {blue: 'a:1', green: 'b:2'}\nidentity: {anonymous: []}",
      })
  void whatTheLoaderRefusesTheSchemaRefusesToo(String text) throws IOException {
    assertThat(new ConfigLoader(Map.of()).load("canary.yml", text).config()).isNull();
    assertThat(schema().validate(text, InputFormat.YAML)).isNotEmpty();
  }

  @Test
  void nobodyAtAllMayBeTrusted() throws IOException {
    String text = "stacks: {blue: 'a:1', green: 'b:2'}\nlisten: {trusted-proxies: []}";

    assertThat(new ConfigLoader(Map.of()).load("canary.yml", text).config()).isNotNull();
    assertThat(schema().validate(text, InputFormat.YAML)).isEmpty();
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
  }

  private static RouterConfig load(Path file) {
    return Objects.requireNonNull(new ConfigSource(file, Map.of()).get().config());
  }

  /** Other programs' files, alerting rules for one, may stand in the folder as well. */
  private static boolean isOfTheRouter(Path file) {
    try {
      Object root = new Yaml().load(Files.readString(file));
      return root instanceof Map<?, ?> map && map.containsKey("stacks");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theQuickstartIsAmongTheShipped() throws IOException {
    assertThat(shipped().map(Path::getFileName).map(Path::toString).toList())
        .containsAll(List.of("every-option.yml", "quickstart.yml"));
  }
}
