package io.canaryrouter.config;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts environment variables into texts: {@code ${NAME}} and {@code ${NAME:default}}, anywhere and
 * as often as wanted. A variable that is set but empty counts as not set, because platforms hand
 * out empty variables for what nobody filled in.
 */
final class Variables {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:(?<fallback>[^}]*))?\\}");

  private final Map<String, String> environment;

  Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  static boolean hasReference(String text) {
    return text.contains("${");
  }

  /** The names of the variables that a text refers to, for people: {@code HOST and PORT}. */
  static String namesIn(String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .map((MatchResult reference) -> reference.group(1))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  /** Whether the variable is set and not empty. */
  boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /** The variable's value, or the empty text. */
  String value(String name) {
    return environment.getOrDefault(name, "");
  }

  /**
   * Replaces every reference.
   *
   * @throws IllegalArgumentException with a sentence for the user that names the missing variable
   */
  String replaceIn(String text) {
    StringBuilder replaced = new StringBuilder();
    Matcher reference = REFERENCE.matcher(text);
    int end = 0;
    while (reference.find()) {
      replaced.append(literal(text.substring(end, reference.start())));
      replaced.append(valueOf(reference));
      end = reference.end();
    }
    return replaced.append(literal(text.substring(end))).toString();
  }

  private String valueOf(Matcher reference) {
    String name = reference.group("name");
    String fallback = reference.group("fallback");
    if (isSet(name)) {
      return value(name);
    }
    if (fallback != null) {
      return fallback;
    }
    throw new IllegalArgumentException(
        "the environment variable "
            + name
            + " is not set (or empty): set it, or write ${"
            + name
            + ":default}");
  }

  private static String literal(String text) {
    if (hasReference(text)) {
      throw new IllegalArgumentException(
          "a variable is written ${NAME} or ${NAME:default}, its name of letters, digits and _");
    }
    return text;
  }
}
