package io.canaryrouter.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name a misspelt one was meant to be, by edit distance. */
final class Nearest {
  /** Names longer than this are no misspellings, and comparing them would cost much. */
  private static final int LONGEST = 40;

  private Nearest() {}

  /** The nearest known name, when it is near enough to be a guess worth telling. */
  static Optional<String> to(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String asked = kebab(name);
    return known.stream()
        .filter(candidate -> isNear(asked, candidate))
        .min(Comparator.comparingInt(candidate -> distance(asked, candidate)));
  }

  private static boolean isNear(String asked, String candidate) {
    int distance = distance(asked, candidate);
    return asked.startsWith(candidate)
        || (distance <= Math.max(2, asked.length() / 3) && distance < candidate.length());
  }

  /** {@code idleTimeout} and {@code idle_timeout} are {@code idle-timeout} in another tongue. */
  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions and replacements from one to the other (Levenshtein), in two rows. */
  static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] here = new int[to.length() + 1];
      here[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        here[column] = Math.min(replaced, 1 + Math.min(above[column], here[column - 1]));
      }
      above = here;
    }
    return above[to.length()];
  }
}
