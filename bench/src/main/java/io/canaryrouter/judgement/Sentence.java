package io.canaryrouter.judgement;

import java.util.regex.Pattern;

/** What a verdict says to a person. */
final class Sentence {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private Sentence() {}

  /** Whether it names both stacks and has at least two numbers. */
  static boolean countsBoth(String sentence) {
    return sentence.contains("green")
        && sentence.contains("blue")
        && NUMBER.matcher(sentence).results().count() >= 2;
  }
}
