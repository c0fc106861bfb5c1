package io.canaryrouter.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of a log: a JSON object that begins with {@code level}, {@code ts} (RFC 3339,
 * UTC) and {@code msg}, and ends with a line feed. Everything in it is printable ASCII.
 *
 * <p>Confined to one thread.
 */
public final class JsonLine {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StringBuilder out;

  /** A line that is appended to {@code out}. */
  public JsonLine(StringBuilder out) {
    this.out = out;
  }

  /** Begins the line; the levels are those that platforms recognise: info, warning, error. */
  public JsonLine begin(String level, long epochMillis, String message) {
    out.append("{\"level\":\"").append(level).append("\",\"ts\":\"");
    RFC_3339.formatTo(Instant.ofEpochMilli(epochMillis), out);
    out.append("\",\"msg\":");
    JsonText.quote(out, message);
    return this;
  }

  /** A text of at most so many characters as written, or nothing when it is null. */
  public JsonLine text(String key, @Nullable String value, int maxChars) {
    if (value != null) {
      key(key);
      JsonText.quote(out, value, maxChars);
    }
    return this;
  }

  JsonLine number(String key, long value) {
    key(key);
    out.append(value);
    return this;
  }

  /** A finite number. */
  public JsonLine number(String key, Number value) {
    key(key);
    out.append(value);
    return this;
  }

  JsonLine flag(String key, boolean value) {
    key(key);
    out.append(value);
    return this;
  }

  /** A span in milliseconds to the microsecond, or nothing when it is negative. */
  JsonLine millis(String key, long nanos) {
    if (nanos >= 0) {
      long micros = nanos / 1_000;
      long fraction = micros % 1_000;
      number(key, micros / 1_000);
      out.append(fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".").append(fraction);
    }
    return this;
  }

  /** Ends the line. */
  public void end() {
    out.append("}\n");
  }

  private void key(String key) {
    out.append(",\"").append(key).append("\":");
  }
}
