package io.canaryrouter.config;

import io.canaryrouter.config.KeyWalk.Walked;
import io.canaryrouter.store.StoreSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads a configuration from text and environment: text, nodes, entries, values, records, lints.
 * Each step tells all it finds. Stateless but for the environment it was given.
 */
public final class ConfigLoader {
  private final Variables variables;

  public ConfigLoader(Map<String, String> environment) {
    this.variables = new Variables(environment);
  }

  /** Loads a file. */
  public LoadedConfig load(Path file) {
    Findings findings = new Findings();
    return ConfigFile.read(file, findings)
        .map(text -> load(file.toString(), text))
        .orElseGet(() -> result(file.toString(), null, null, findings));
  }

  /**
   * Loads {@code CANARY_BLUE}, {@code CANARY_GREEN} and {@code CANARY_SPLIT}; the findings name
   * variables and have no lines.
   */
  public LoadedConfig loadEnvironment() {
    LoadedConfig loaded = load(BareEnvironment.NAME, BareEnvironment.TEXT);
    return new LoadedConfig(
        loaded.source(),
        loaded.config(),
        loaded.listen(),
        new BareEnvironment(variables).translate(loaded.findings()),
        loaded.explanation());
  }

  /**
   * Loads a text.
   *
   * @param source its name in what people read
   */
  public LoadedConfig load(String source, String text) {
    Findings findings = new Findings();
    Values values =
        YamlDocument.parse(text, findings)
            .map(root -> resolve(KeyWalk.walk(root, findings), findings))
            .orElse(null);
    if (values == null) {
      return result(source, null, null, findings);
    }
    boolean forcedBlue = Forced.isBlue(variables, findings);
    StoreSettings state = StateKeys.settings(values, variables, findings);
    RouterConfig config = new Assembly(values, findings).config(source, forcedBlue, state);
    new Lints(config, values, variables, findings).check();
    return result(source, config, values, findings);
  }

  private Values resolve(Walked walked, Findings findings) {
    return Values.resolve(walked, variables, findings);
  }

  private static LoadedConfig result(
      String source, @Nullable RouterConfig config, @Nullable Values values, Findings findings) {
    boolean isGood = !findings.hasErrors() && values != null;
    return new LoadedConfig(
        source,
        isGood ? config : null,
        config == null ? null : config.listen(),
        findings.inReadingOrder(),
        isGood && values != null ? Explanation.of(values.settings()) : "");
  }
}
