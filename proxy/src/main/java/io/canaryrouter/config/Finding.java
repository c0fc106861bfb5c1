package io.canaryrouter.config;

import java.util.Comparator;
import java.util.Locale;

/**
 * One thing to tell about a configuration. Immutable; never holds the value of a secret.
 *
 * @param severity whether the router starts all the same
 * @param line line in the file from 1; 0 when the finding has no place in a file
 * @param column column in the line from 1; 0 when the finding has no place in a file
 * @param path the key's path, {@code stacks.blue.url}, or the name of an environment variable; may
 *     be empty
 * @param message what is wrong and what to write instead
 */
public record Finding(Severity severity, int line, int column, String path, String message) {

  /** In the order of the file, errors before warnings at one place. */
  static final Comparator<Finding> READING_ORDER =
      Comparator.comparingInt(Finding::line)
          .thenComparingInt(Finding::column)
          .thenComparing(Finding::severity);

  /** What a finding does to the start. */
  public enum Severity {
    /** The configuration is refused. */
    ERROR,
    /** It is accepted, and probably not what was meant. */
    WARNING,
    /** Good to know; not even {@code check --strict} minds it. */
    NOTE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word in front of the message. */
    public String label() {
      return label;
    }
  }

  /** One line as compilers write it: {@code canary.yml:3:9: error: listen.port: …}. */
  public String describe(String source) {
    String place = line > 0 ? source + ":" + line + ":" + column : source;
    String subject = path.isEmpty() ? "" : path + ": ";
    return place + ": " + severity.label() + ": " + subject + message;
  }
}
