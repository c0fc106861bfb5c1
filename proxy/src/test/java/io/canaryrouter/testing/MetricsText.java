package io.canaryrouter.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A metrics page in the Prometheus text format (version 0.0.4), read without indulgence.
 *
 * <p>Immutable.
 */
public final class MetricsText {
  private static final Pattern COMMENT =
      Pattern.compile(
          "# (?:HELP [a-zA-Z_:][\\w:]* .*|TYPE [a-zA-Z_:][\\w:]* "
              + "(?:counter|gauge|histogram|summary|untyped))");

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)");

  private static final Pattern LABEL =
      Pattern.compile("\\G([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\[\\\\n\"])*)\",?");

  private final String text;
  private final Map<String, Double> samples = new LinkedHashMap<>();

  /** Reads a page; fails where it is not in the format, or tells a series twice. */
  public MetricsText(String text) {
    this.text = text;
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    text.lines().filter(line -> !line.isEmpty()).forEach(this::read);
  }

  /** The page itself. */
  public String text() {
    return text;
  }

  /** The value of a series, its labels written {@code a="1",b="2"} in the order of their names. */
  public double value(String name, String labels) {
    Double value = samples.get(name + "{" + labels + "}");
    if (value == null) {
      throw new AssertionError("no series " + name + "{" + labels + "} in\n" + text);
    }
    return value;
  }

  /** The sum of every series of this name whose labels contain the text. */
  public double sum(String name, String labels) {
    return samples.entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(name + "{"))
        .filter(sample -> sample.getKey().contains(labels))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private void read(String line) {
    if (line.startsWith("#")) {
      if (!COMMENT.matcher(line).matches()) {
        throw new AssertionError("not a comment of the format: " + line);
      }
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("not a sample of the format: " + line);
    }
    String series = sample.group(1) + inOrder(sample.group(2), line);
    if (samples.put(series, number(sample.group(3))) != null) {
      throw new AssertionError("told twice: " + series);
    }
  }

  /** The labels in the order of their names, in braces. */
  private static String inOrder(@Nullable String written, String line) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(written == null ? "" : written);
    int end = 0;
    while (label.find()) {
      labels.put(label.group(1), label.group());
      end = label.end();
    }
    if (written != null && end != written.length()) {
      throw new AssertionError("not labels of the format: " + line);
    }
    return labels.values().stream()
        .map(each -> each.endsWith(",") ? each.substring(0, each.length() - 1) : each)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
