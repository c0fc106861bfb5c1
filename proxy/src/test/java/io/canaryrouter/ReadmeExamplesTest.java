package io.canaryrouter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.config.ConfigLoader;
import io.canaryrouter.config.LoadedConfig;
import io.canaryrouter.config.RouterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What a reader copies from the documents is what the router takes. */
class ReadmeExamplesTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern YAML_BLOCK =
      Pattern.compile("^```yaml\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  private final ConfigLoader loader = new ConfigLoader(Map.of());

  @Test
  void everyConfigurationInTheDocumentsLoads() throws IOException {
    assertThat(configurations())
        .isNotEmpty()
        .allSatisfy(text -> {
          LoadedConfig loaded = loader.load("document", text);
          assertThat(loaded.config()).as("%s", loaded.describe()).isNotNull();
        });
  }

  @Test
  void theFirstScreenSendsATenthToGreen() throws IOException {
    String text = blocksOf(TOP.resolve("README.md")).get(0);
    assertThat(loader.load("README.md", text).config())
        .extracting((RouterConfig config) -> config.split().green().toString())
        .isEqualTo("10%");
  }

  @Test
  void theBlueprintGivesTheRouterAllThatItNeeds() throws IOException {
    LoadedConfig loaded = new ConfigLoader(blueprintEnvironment()).loadEnvironment();
    assertThat(loaded.config())
        .as("%s", loaded.describe())
        .extracting((RouterConfig config) -> config.state().isLasting())
        .isEqualTo(true);
  }

  private static List<String> configurations() throws IOException {
    List<String> found = new ArrayList<>(blocksOf(TOP.resolve("README.md")));
    try (Stream<Path> documents = Files.list(TOP.resolve("docs"))) {
      for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
        found.addAll(blocksOf(document));
      }
    }
    return found;
  }

  private static List<String> blocksOf(Path document) throws IOException {
    return YAML_BLOCK
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult block) -> block.group(1))
        .filter(text -> text.contains("stacks:"))
        .toList();
  }

  /** The router's variables in render.yaml, with what Render puts into those of other services. */
  private static Map<String, String> blueprintEnvironment() throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of("RENDER", "true", "PORT", "10000"));
    Map<?, ?> blueprint = new Yaml().load(Files.readString(TOP.resolve("render.yaml")));
    Map<?, ?> router = (Map<?, ?>) list(blueprint, "services").get(0);
    for (Object entry : list(router, "envVars")) {
      Map<?, ?> variable = (Map<?, ?>) entry;
      environment.put((String) variable.get("key"), value(variable));
    }
    return environment;
  }

  private static List<?> list(Map<?, ?> node, String key) {
    return (List<?>) requireNonNull(node.get(key), key);
  }

  private static String value(Map<?, ?> variable) {
    if (variable.get("fromService") instanceof Map<?, ?> service) {
      return "connectionString".equals(service.get("property"))
          ? "redis://red-abcd:6379"
          : service.get("name") + "-abcd:3000";
    }
    return variable.get("value") instanceof String text ? text : "x".repeat(44);
  }
}
