package io.canaryrouter.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Every setting in force as a YAML file that would load to the same configuration, each with where
 * it came from and what it does. Secrets are told by their presence only.
 */
final class Explanation {
  private final StringBuilder yaml = new StringBuilder();
  private String section = "";

  private Explanation() {}

  static String of(List<Setting> settings) {
    Explanation explanation = new Explanation();
    settings.forEach(explanation::add);
    return explanation.yaml.toString();
  }

  private void add(Setting setting) {
    String path = setting.key().path();
    int dot = path.lastIndexOf('.');
    enter(dot < 0 ? "" : path.substring(0, dot));
    String line = indent(section) + path.substring(dot + 1) + ": " + value(setting);
    String origin = setting.isDefault() ? "default" : "given";
    yaml.append("%-48s # %s. %s%n".formatted(line, origin, setting.key().description()));
  }

  /** Writes the names of the sections that the last line was not yet in. */
  private void enter(String next) {
    String open = "";
    for (String name : next.isEmpty() ? new String[0] : next.split("\\.")) {
      String path = open.isEmpty() ? name : open + "." + name;
      if (!(section + ".").startsWith(path + ".")) {
        yaml.append(indent(open)).append(name).append(":\n");
      }
      open = path;
    }
    section = next;
  }

  private static String indent(String path) {
    return path.isEmpty() ? "" : "  ".repeat(path.split("\\.").length);
  }

  private static String value(Setting setting) {
    if (setting.key().isSecret()) {
      return setting.texts().get(0).isEmpty() ? "\"\"" : "\"(set, not shown)\"";
    }
    if (setting.key().isList()) {
      return setting.texts().stream()
          .map(Explanation::quoted)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    boolean isText = setting.key().kind().form() == Kind.Form.TEXT;
    return isText ? quoted(setting.texts().get(0)) : setting.texts().get(0);
  }

  private static String quoted(String text) {
    boolean isPlain = text.matches("[A-Za-z0-9/][A-Za-z0-9./:%_-]*") && !text.endsWith(":");
    return isPlain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
