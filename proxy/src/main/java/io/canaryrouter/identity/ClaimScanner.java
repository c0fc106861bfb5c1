package io.canaryrouter.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds members at the top level of one JSON object (RFC 8259) in a single pass: the claims of a
 * token, or what its header says.
 *
 * <p>The whole text must be well-formed: whatever another parser could read differently (a wanted
 * claim named twice, text after the object, nesting deeper than {@value #MAX_DEPTH}) makes it
 * unusable. Builds no tree and throws nothing; every method that scans answers false at the first
 * character that is wrong.
 *
 * <p>For one use by one thread.
 */
final class ClaimScanner {
  /** Most objects and arrays inside each other. */
  static final int MAX_DEPTH = 32;

  private final JsonCursor cursor;
  private final List<String> claims;
  private final boolean[] isSeen;
  private final @Nullable String[] values;

  /** Reads the first {@code length} characters of {@code json}. */
  ClaimScanner(char[] json, int length, List<String> claims) {
    this.cursor = new JsonCursor(json, length);
    this.claims = claims;
    this.isSeen = new boolean[claims.size()];
    this.values = new String[claims.size()];
  }

  /** The text of the first claim that is a non-empty string or an integer, or null. */
  @Nullable String scan() {
    if (!isWellFormed()) {
      return null;
    }
    for (String value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Reads the whole text, once, and tells whether it can be read in one way only. */
  boolean isWellFormed() {
    cursor.skipSpace();
    if (!isClaims()) {
      return false;
    }
    cursor.skipSpace();
    return cursor.isAtEnd();
  }

  /** Whether the claim at this place of the list stands there, whatever its value. */
  boolean has(int claim) {
    return isSeen[claim];
  }

  /** What was read for the claim at this place, or null when it is no usable text. */
  @Nullable String value(int claim) {
    return values[claim];
  }

  private boolean isClaims() {
    if (!cursor.take('{')) {
      return false;
    }
    cursor.skipSpace();
    if (cursor.take('}')) {
      return true;
    }
    do {
      if (!isName()) {
        return false;
      }
      int claim = wantedClaim();
      if (!isColon() || !(claim < 0 ? isValue(1) : isClaim(claim))) {
        return false;
      }
      cursor.skipSpace();
    } while (cursor.take(','));
    return cursor.take('}');
  }

  private int wantedClaim() {
    for (int i = 0; i < claims.size(); i++) {
      if (cursor.stringEquals(claims.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private boolean isClaim(int claim) {
    if (isSeen[claim]) {
      return false;
    }
    isSeen[claim] = true;
    if (cursor.peek() == '"') {
      if (!cursor.takeString()) {
        return false;
      }
      values[claim] = cursor.usableString();
      return true;
    }
    int start = cursor.position();
    if (!isValue(1)) {
      return false;
    }
    values[claim] = cursor.integerSince(start);
    return true;
  }

  private boolean isName() {
    cursor.skipSpace();
    return cursor.takeString();
  }

  private boolean isColon() {
    cursor.skipSpace();
    if (!cursor.take(':')) {
      return false;
    }
    cursor.skipSpace();
    return true;
  }

  private boolean isValue(int depth) {
    return switch (cursor.peek()) {
      case '{' -> depth < MAX_DEPTH && isObject(depth + 1);
      case '[' -> depth < MAX_DEPTH && isArray(depth + 1);
      case '"' -> cursor.takeString();
      case 't' -> cursor.takeWord("true");
      case 'f' -> cursor.takeWord("false");
      case 'n' -> cursor.takeWord("null");
      default -> cursor.takeNumber();
    };
  }

  private boolean isObject(int depth) {
    cursor.take('{');
    cursor.skipSpace();
    if (cursor.take('}')) {
      return true;
    }
    do {
      if (!isName() || !isColon() || !isValue(depth)) {
        return false;
      }
      cursor.skipSpace();
    } while (cursor.take(','));
    return cursor.take('}');
  }

  private boolean isArray(int depth) {
    cursor.take('[');
    cursor.skipSpace();
    if (cursor.take(']')) {
      return true;
    }
    do {
      cursor.skipSpace();
      if (!isValue(depth)) {
        return false;
      }
      cursor.skipSpace();
    } while (cursor.take(','));
    return cursor.take(']');
  }
}
