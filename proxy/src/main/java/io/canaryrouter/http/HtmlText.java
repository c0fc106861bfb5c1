package io.canaryrouter.http;

/** Writes text into a page; everything but printable ASCII becomes a reference. */
final class HtmlText {
  private HtmlText() {}

  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          boolean markup = c == '<' || c == '>' || c == '&' || c == '"' || c == '\'';
          if (c >= 0x20 && c < 0x7f && !markup) {
            out.appendCodePoint(c);
          } else {
            out.append("&#").append(c).append(';');
          }
        });
    return out.toString();
  }
}
