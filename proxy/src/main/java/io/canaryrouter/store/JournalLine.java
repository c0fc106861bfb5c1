package io.canaryrouter.store;

/**
 * A line for a journal. Immutable.
 *
 * @param journal the journal's name, which becomes part of a file's name or of a key
 * @param line without a line break
 * @param keep how many latest lines are kept at least
 */
record JournalLine(String journal, String line, int keep) {
  private static final int MOST_CHARACTERS = 64 * 1024;

  JournalLine {
    requireName(journal);
    if (line.isEmpty() || line.indexOf('\n') >= 0 || line.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a journal's line has 1 to " + MOST_CHARACTERS + " characters and no line break");
    }
    if (keep < 1) {
      throw new IllegalArgumentException("a journal keeps at least 1 line, not " + keep);
    }
  }

  static void requireName(String journal) {
    if (!journal.matches("[a-z][a-z0-9-]{0,40}")) {
      throw new IllegalArgumentException(
          "a journal's name has small letters, digits and hyphens, not " + journal);
    }
  }
}
