package io.canaryrouter.http;

/**
 * Writes JSON strings that are safe in a line of a log, on a terminal and in a page.
 *
 * <p>Everything but printable ASCII is escaped, so no value can begin a new line, move a cursor,
 * turn the direction of writing or break an encoding (RFC 8259 section 7).
 */
final class JsonText {
  private static final String HEX = "0123456789abcdef";

  /** Stands at the end of a text that was cut. */
  private static final String CUT = "...";

  private JsonText() {}

  /** Appends a text as a quoted string. */
  static void quote(StringBuilder out, CharSequence text) {
    quote(out, text, Integer.MAX_VALUE);
  }

  /**
   * Appends a text as a quoted string.
   *
   * @param maxChars most characters between the quotes, as they are written; a longer text is cut
   *     and ends in three dots
   */
  static void quote(StringBuilder out, CharSequence text, int maxChars) {
    out.append('"');
    int start = out.length();
    int fits = start;
    for (int i = 0; i < text.length(); i++) {
      append(out, text.charAt(i));
      int written = out.length() - start;
      if (written > maxChars) {
        out.setLength(fits);
        out.append(CUT);
        break;
      }
      if (written <= maxChars - CUT.length()) {
        fits = out.length();
      }
    }
    out.append('"');
  }

  private static void append(StringBuilder out, char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c >= 0x20 && c < 0x7f) {
          out.append(c);
        } else {
          appendUnicode(out, c);
        }
      }
    }
  }

  private static void appendUnicode(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xf));
    }
  }
}
