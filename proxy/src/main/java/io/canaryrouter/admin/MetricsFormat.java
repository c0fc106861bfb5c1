package io.canaryrouter.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that the metrics page can be written in. */
enum MetricsFormat {
  TEXT("text/plain", "version=0.0.4", "charset=utf-8"),
  OPEN_METRICS("application/openmetrics-text", "version=1.0.0", "charset=utf-8"),
  /** The only one that carries native histograms. */
  PROTOBUF(
      "application/vnd.google.protobuf",
      "proto=io.prometheus.client.MetricFamily",
      "encoding=delimited");

  /** What stands beyond is not read; scrapers send less than 400. */
  private static final int MAX_LENGTH = 2_000;

  private static final List<String> ANYTHING = List.of("*/*", "text/*");

  private final String mediaType;
  private final List<String> parameters;

  MetricsFormat(String mediaType, String... parameters) {
    this.mediaType = mediaType;
    this.parameters = List.of(parameters);
  }

  /** As {@code Content-Type} writes it. */
  String contentType() {
    return mediaType + "; " + String.join("; ", parameters);
  }

  /**
   * The format that an {@code Accept} field wants most (RFC 9110 section 12.5.1), the first of
   * those that it wants alike; text when it names none.
   */
  static MetricsFormat wantedBy(@Nullable String accept) {
    String ranges =
        accept == null ? "" : accept.substring(0, Math.min(accept.length(), MAX_LENGTH));
    MetricsFormat wanted = TEXT;
    double most = 0;
    for (String range : ranges.split(",", -1)) {
      List<String> parts = Arrays.stream(range.split(";", -1)).map(part -> part.trim()).toList();
      MetricsFormat format = named(parts);
      double quality = quality(parts);
      if (format != null && quality > most) {
        wanted = format;
        most = quality;
      }
    }
    return wanted;
  }

  private static @Nullable MetricsFormat named(List<String> range) {
    if (ANYTHING.contains(range.get(0))) {
      return TEXT;
    }
    return Arrays.stream(values())
        .filter(format -> format.mediaType.equalsIgnoreCase(range.get(0)))
        .filter(format -> format.parameters.stream().allMatch(own -> agrees(own, range)))
        .findFirst()
        .orElse(null);
  }

  /** Whether a range asks for no other value of a parameter. */
  private static boolean agrees(String own, List<String> range) {
    String name = own.substring(0, own.indexOf('=') + 1);
    return range.stream()
        .filter(part -> part.toLowerCase(Locale.ROOT).startsWith(name))
        .allMatch(part -> part.replace("\"", "").equalsIgnoreCase(own));
  }

  private static double quality(List<String> range) {
    return range.stream()
        .filter(part -> part.toLowerCase(Locale.ROOT).startsWith("q="))
        .mapToDouble(part -> number(part.substring(2)))
        .findFirst()
        .orElse(1);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
