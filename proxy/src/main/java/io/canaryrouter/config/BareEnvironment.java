package io.canaryrouter.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration without a file: the variables that stand for one, and its findings in their
 * names, since there is no line to point at and no key to mend.
 */
final class BareEnvironment {
  static final String NAME = "environment";

  /** What is loaded in place of a file. */
  static final String TEXT =
      """
      stacks: {blue: "${CANARY_BLUE}", green: "${CANARY_GREEN}"}
      split: "${CANARY_SPLIT:0%}"
      """;

  private static final Set<String> STACKS = Set.of("CANARY_BLUE", "CANARY_GREEN");

  private static final Map<String, String> VARIABLE_OF =
      Map.of(
          StackKeys.BLUE.url().path(), "CANARY_BLUE",
          StackKeys.GREEN.url().path(), "CANARY_GREEN",
          SplitKeys.GREEN.path(), "CANARY_SPLIT",
          Keys.LISTEN_PORT.path(), "PORT",
          AdminKeys.TOKEN.path(), "CANARY_ADMIN_TOKEN");

  private final Variables variables;

  BareEnvironment(Variables variables) {
    this.variables = variables;
  }

  /** The findings about {@link #TEXT} as findings about the environment. */
  List<Finding> translate(List<Finding> findings) {
    return findings.stream().map(this::translate).toList();
  }

  private Finding translate(Finding finding) {
    String subject = VARIABLE_OF.getOrDefault(finding.path(), finding.path());
    boolean isMissing = STACKS.contains(subject) && !variables.isSet(subject);
    String message = isMissing ? "not set (or empty): set it to HOST:PORT" : finding.message();
    return new Finding(finding.severity(), 0, 0, subject, message);
  }
}
