package io.canaryrouter.routes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a path names a file by its content: a name with a digest, as build tools write it, is in
 * one version of an application or in none, and is the same file in each version that has it.
 *
 * <p>Only the last segment counts, and only what stands before its last dot: a name without an
 * extension is never fingerprinted. A digest is one of:
 *
 * <ul>
 *   <li>hexadecimal (Sprockets, Propshaft, webpack, Parcel): 8 to 128 of {@code 0-9a-f} between
 *       other signs than letters and digits, a letter and a digit among them; or 8 digits that
 *       follow something and are no date;
 *   <li>base64url or base32 (Vite, Rollup, esbuild): the last 8 signs of a part between dots, which
 *       are all of the part or follow a hyphen. They hold a capital and are no words: not {@code
 *       UserList}, {@code Chapter2} or {@code DSC00123}. Eight capitals count after a hyphen only;
 *   <li>what a builder vouches for (Propshaft): {@code -<7 to 128 letters and digits>.digested}.
 * </ul>
 *
 * <p>Of base64url's digests some three in a hundred look like words, of the others hardly any.
 * Stateless.
 */
public final class Fingerprint {
  private static final Pattern EXTENSION = Pattern.compile("[A-Za-z0-9]{1,12}");
  private static final Pattern HEX =
      Pattern.compile("(?<![A-Za-z0-9])[0-9a-f]{8,128}(?![A-Za-z0-9])");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern LETTERS = Pattern.compile("[a-f]+");
  private static final Pattern DATE =
      Pattern.compile(
          "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
              + "|(0[1-9]|[12][0-9]|3[01])(0[1-9]|[12][0-9]|3[01])(19|20)[0-9]{2}");
  private static final Pattern VOUCHED = Pattern.compile("-[A-Za-z0-9]{7,128}\\.digested$");

  private static final int SHORT = 8;
  private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]{8}");
  private static final Pattern CAPITALS = Pattern.compile("[A-Z]{8}");

  /** Words, the first of two letters and more, the rest of three, and a number behind them. */
  private static final String WORD = "([A-Za-z][a-z]+)?([A-Z][a-z]{2,})*[0-9]*|[A-Z]+[0-9]{3,}";

  private static final Pattern WORDS = Pattern.compile("(" + WORD + ")([-_](" + WORD + "))*");

  private Fingerprint() {}

  /** Whether a {@link RequestPath} has one. Cost: linear in its last segment. */
  public static boolean isIn(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    if (dot < SHORT || !EXTENSION.matcher(name.substring(dot + 1)).matches()) {
      return false;
    }
    String stem = name.substring(0, dot);
    return hasHex(stem) || hasBase64Url(stem) || VOUCHED.matcher(stem).find();
  }

  private static boolean hasHex(String stem) {
    Matcher run = HEX.matcher(stem);
    while (run.find()) {
      if (isHex(run.group(), run.start() > 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(String run, boolean follows) {
    if (DIGITS.matcher(run).matches()) {
      return follows && run.length() == SHORT && !DATE.matcher(run).matches();
    }
    return !LETTERS.matcher(run).matches();
  }

  private static boolean hasBase64Url(String stem) {
    for (String part : stem.split("\\.", -1)) {
      int from = part.length() - SHORT;
      boolean follows = from > 0 && part.charAt(from - 1) == '-';
      if ((from == 0 || follows) && isBase64Url(part.substring(from), follows)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBase64Url(String token, boolean follows) {
    if (!BASE64_URL.matcher(token).matches()) {
      return false;
    }
    if (CAPITALS.matcher(token).matches()) {
      return follows;
    }
    boolean hasCapital = token.chars().anyMatch(sign -> sign >= 'A' && sign <= 'Z');
    return hasCapital && !WORDS.matcher(token).matches();
  }
}
