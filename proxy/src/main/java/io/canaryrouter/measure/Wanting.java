package io.canaryrouter.measure;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a first answer left to be wished for, so that the other stack is asked the same. */
public enum Wanting {
  /** A file; counted in {@code canary_asset_fallbacks_total}. */
  FILE("found", EnumSet.allOf(SecondAnswer.class)),
  /** Anything but green's failure; counted in {@code canary_second_opinions_total}. */
  SUCCESS("better", EnumSet.complementOf(EnumSet.of(SecondAnswer.MISSING)));

  private final String better;
  private final Set<SecondAnswer> answers;

  Wanting(String better, Set<SecondAnswer> answers) {
    this.better = better;
    this.answers = Set.copyOf(answers);
  }

  /** What may become of it. */
  public Set<SecondAnswer> answers() {
    return answers;
  }

  /** What became of it, as metrics and the log write it. */
  public String label(SecondAnswer answer) {
    return answer == SecondAnswer.BETTER ? better : answer.name().toLowerCase(Locale.ROOT);
  }
}
