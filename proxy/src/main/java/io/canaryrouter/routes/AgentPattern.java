package io.canaryrouter.routes;

import java.util.Locale;

/**
 * Which clients, by their {@code User-Agent}: {@code kube-probe/*} begins so, {@code *pingdom*}
 * holds it, without a star it is the whole; letters of both cases are the same.
 *
 * @param text as it was written
 */
public record AgentPattern(String text) {
  public AgentPattern {
    String word = text.replaceAll("^\\*|\\*$", "");
    if (word.isEmpty() || word.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "a * stands at the beginning or the end, beside some text, as in *UptimeRobot*, not \""
              + text
              + "\"");
    }
  }

  /** Whether a client is meant. Cost: linear in the agent for so short a word. */
  boolean matches(String agent) {
    boolean isOpenBefore = text.startsWith("*");
    boolean isOpenAfter = text.endsWith("*");
    String word = text.substring(isOpenBefore ? 1 : 0, text.length() - (isOpenAfter ? 1 : 0));
    int length = word.length();
    if (!isOpenBefore) {
      return agent.regionMatches(true, 0, word, 0, length)
          && (isOpenAfter || agent.length() == length);
    }
    return isOpenAfter
        ? agent.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))
        : agent.regionMatches(true, agent.length() - length, word, 0, length);
  }
}
