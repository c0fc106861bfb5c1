package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/**
 * A position in a JSON text and the scalar tokens that can be taken from there (RFC 8259).
 *
 * <p>Each {@code take} moves past its token and answers true, or answers false at the first wrong
 * character. Strings are copied only when their text is asked for. For one use by one thread.
 */
final class JsonCursor {
  private static final char END = '\0';

  private final char[] json;
  private final int length;
  private int at;

  private int stringStart;
  private int stringEnd;
  private boolean isEscaped;

  JsonCursor(char[] json, int length) {
    this.json = json;
    this.length = length;
  }

  int position() {
    return at;
  }

  boolean isAtEnd() {
    return at == length;
  }

  /** The next character; a NUL at the end, which no JSON token begins with. */
  char peek() {
    return at < length ? json[at] : END;
  }

  boolean take(char wanted) {
    if (at < length && json[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  void skipSpace() {
    while (at < length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }

  boolean takeWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  boolean takeNumber() {
    take('-');
    if (!take('0') && !takeDigits()) {
      return false;
    }
    if (take('.') && !takeDigits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return takeDigits();
    }
    return true;
  }

  private boolean takeDigits() {
    int start = at;
    while (at < length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at > start;
  }

  /** The token from {@code start} to here if it is written as an integer, or null. */
  @Nullable String integerSince(int start) {
    for (int i = start; i < at; i++) {
      boolean isSign = i == start && json[i] == '-';
      if (!isSign && (json[i] < '0' || json[i] > '9')) {
        return null;
      }
    }
    return new String(json, start, at - start);
  }

  boolean takeString() {
    if (!take('"')) {
      return false;
    }
    stringStart = at;
    isEscaped = false;
    while (at < length) {
      char c = json[at++];
      if (c == '"') {
        stringEnd = at - 1;
        return true;
      }
      if (c < ' ' || (c == '\\' && !takeEscape())) {
        return false;
      }
    }
    return false;
  }

  private boolean takeEscape() {
    isEscaped = true;
    char c = peek();
    at++;
    if (c != 'u') {
      return switch (c) {
        case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
        default -> false;
      };
    }
    for (int i = 0; i < 4; i++, at++) {
      if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the string taken last says {@code text}; looks no further than the first difference.
   */
  boolean stringEquals(String text) {
    int i = stringStart;
    for (int j = 0; j < text.length(); j++) {
      if (i == stringEnd || decoded(i) != text.charAt(j)) {
        return false;
      }
      i += width(i);
    }
    return i == stringEnd;
  }

  /** The string taken last, or null when it is empty or holds half a surrogate pair. */
  @Nullable String usableString() {
    if (!isEscaped) {
      return stringStart == stringEnd
          ? null
          : new String(json, stringStart, stringEnd - stringStart);
    }
    StringBuilder text = new StringBuilder(stringEnd - stringStart);
    for (int i = stringStart; i < stringEnd; i += width(i)) {
      text.append(decoded(i));
    }
    return hasLoneSurrogate(text) ? null : text.toString();
  }

  /** How many characters stand for the one at {@code i} within a string. */
  private int width(int i) {
    return json[i] != '\\' ? 1 : json[i + 1] == 'u' ? 6 : 2;
  }

  private char decoded(int i) {
    if (json[i] != '\\') {
      return json[i];
    }
    if (json[i + 1] != 'u') {
      return unescaped(json[i + 1]);
    }
    int code = 0;
    for (int digit = i + 2; digit < i + 6; digit++) {
      code = code << 4 | Character.digit(json[digit], 16);
    }
    return (char) code;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  /** Such a string has no UTF-8, so it could be hashed in more than one way. */
  private static boolean hasLoneSurrogate(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean isPair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!isPair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
