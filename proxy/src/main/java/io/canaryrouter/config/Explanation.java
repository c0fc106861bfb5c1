package io.canaryrouter.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Every setting in force as a YAML file that would load to the same configuration, each with where
 * it came from and what it does. Secrets are told by their presence only.
 */
final class Explanation {
  private final StringBuilder yaml = new StringBuilder();
  private List<String> section = List.of();
  private boolean beginsItem;

  private Explanation() {}

  static String of(List<Setting> settings) {
    Explanation explanation = new Explanation();
    settings.forEach(explanation::add);
    return explanation.yaml.toString();
  }

  private void add(Setting setting) {
    List<String> steps = steps(setting.key().path());
    List<String> place = steps.subList(0, steps.size() - 1);
    enter(place);
    String line = indent(place) + steps.get(place.size()) + ": " + value(setting);
    String origin = setting.isDefault() ? "default" : "given";
    yaml.append("%-48s # %s. %s%n".formatted(line, origin, setting.key().description()));
  }

  /** {@code routes[2].match} as {@code routes}, {@code [2]}, {@code match}. */
  private static List<String> steps(String path) {
    return List.of(path.replace("[", ".[").split("\\."));
  }

  /** Writes the names of the sections that the last line was not yet in. */
  private void enter(List<String> next) {
    int shared = 0;
    while (shared < Math.min(section.size(), next.size())
        && section.get(shared).equals(next.get(shared))) {
      shared++;
    }
    for (int depth = shared; depth < next.size(); depth++) {
      String step = next.get(depth);
      if (step.startsWith("[")) {
        beginsItem = true;
      } else {
        yaml.append(indent(next.subList(0, depth))).append(step).append(":\n");
      }
    }
    section = next;
  }

  /** The first line of an item has a dash in the last two columns of its indent. */
  private String indent(List<String> place) {
    String indent = "  ".repeat(place.size());
    if (!beginsItem) {
      return indent;
    }
    beginsItem = false;
    return indent.substring(2) + "- ";
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
