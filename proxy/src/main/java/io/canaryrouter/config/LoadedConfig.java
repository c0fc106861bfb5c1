package io.canaryrouter.config;

import io.canaryrouter.config.Finding.Severity;
import io.canaryrouter.http.ListenSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of loading a configuration. Immutable.
 *
 * @param source where it came from: a file's name or {@code environment}
 * @param config the configuration, or null when there is an error among the findings
 * @param listen the traffic port as far as it can be read, also when something else is wrong; null
 *     when nothing can
 * @param findings everything there is to tell, in the order of the file
 * @param explanation every setting in force as YAML; empty without a configuration
 */
public record LoadedConfig(
    String source,
    @Nullable RouterConfig config,
    @Nullable ListenSettings listen,
    List<Finding> findings,
    String explanation) {

  /** Whether a finding of this severity is among them. */
  public boolean has(Severity severity) {
    return findings.stream().anyMatch(finding -> finding.severity() == severity);
  }

  /** One line a finding, as compilers write them. */
  public List<String> describe() {
    return findings.stream().map(finding -> finding.describe(source)).toList();
  }
}
