package io.canaryrouter.http;

/**
 * Takes tokens out of text that is about to be logged.
 *
 * <p>Tokens have no business in a path or a User-Agent, but clients put them there: a run of
 * base64url and dots that begins like every JSON web token, with an encoded <code>{"</code>, is
 * replaced as a whole.
 */
final class TokenMask {
  private static final String BEGINNING = "eyJ";
  private static final String MASK = "[token]";

  private TokenMask() {}

  static String apply(String text) {
    int found = text.indexOf(BEGINNING);
    if (found < 0) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int copied = 0;
    while (found >= 0) {
      masked.append(text, copied, found).append(MASK);
      copied = endOfRun(text, found);
      found = text.indexOf(BEGINNING, copied);
    }
    return masked.append(text, copied, text.length()).toString();
  }

  private static int endOfRun(String text, int start) {
    int end = start;
    while (end < text.length() && isTokenCharacter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '=';
  }
}
