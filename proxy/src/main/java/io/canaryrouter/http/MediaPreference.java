package io.canaryrouter.http;

import java.util.Locale;

/**
 * Whether a client would rather read HTML than JSON, by its {@code Accept} (RFC 9110 section
 * 12.5.1).
 *
 * <p>The most specific range decides for each type, as the RFC has it; a tie goes to JSON, so that
 * {@code curl} and libraries get what they can parse.
 */
final class MediaPreference {
  /** What stands beyond is not read; browsers send less than 200. */
  private static final int MAX_LENGTH = 1_000;

  private final String type;
  private final String subtype;
  private int specificity;
  private double quality;

  private MediaPreference(String type, String subtype) {
    this.type = type;
    this.subtype = subtype;
  }

  static boolean prefersHtml(String accept) {
    MediaPreference html = new MediaPreference("text", "html");
    MediaPreference json = new MediaPreference("application", "json");
    MediaPreference problem = new MediaPreference("application", "problem+json");
    String text = accept.substring(0, Math.min(accept.length(), MAX_LENGTH));
    for (String range : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      html.consider(range);
      json.consider(range);
      problem.consider(range);
    }
    return html.quality > Math.max(json.quality, problem.quality);
  }

  private void consider(String range) {
    int semicolon = range.indexOf(';');
    String media = (semicolon < 0 ? range : range.substring(0, semicolon)).trim();
    int matched = specificityOf(media);
    if (matched > specificity) {
      specificity = matched;
      quality = semicolon < 0 ? 1 : qualityOf(range.substring(semicolon));
    }
  }

  private int specificityOf(String media) {
    if (media.equals(type + "/" + subtype)) {
      return 3;
    }
    if (media.equals(type + "/*")) {
      return 2;
    }
    return media.equals("*/*") ? 1 : 0;
  }

  private static double qualityOf(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String trimmed = parameter.trim();
      if (trimmed.startsWith("q=")) {
        return trimmed.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
            ? Double.parseDouble(trimmed.substring(2))
            : 0;
      }
    }
    return 1;
  }
}
