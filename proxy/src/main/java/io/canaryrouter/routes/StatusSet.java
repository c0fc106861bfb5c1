package io.canaryrouter.routes;

import java.util.BitSet;
import java.util.List;

/** Some of the status codes 100 to 599. Immutable. */
public final class StatusSet {
  private static final int LEAST = 100;
  private static final int MOST = 599;

  private final BitSet codes;
  private final String text;

  private StatusSet(BitSet codes, String text) {
    this.codes = codes;
    this.text = text;
  }

  /**
   * Reads codes like {@code 401} and classes like {@code 2xx}.
   *
   * @throws IllegalArgumentException with a sentence for the user when one is neither
   */
  public static StatusSet parse(List<String> parts) {
    BitSet codes = new BitSet(MOST + 1);
    for (String part : parts) {
      if (part.matches("[1-5]xx")) {
        int first = (part.charAt(0) - '0') * 100;
        codes.set(first, first + 100);
      } else if (part.matches("[1-5][0-9]{2}")) {
        codes.set(Integer.parseInt(part));
      } else {
        throw new IllegalArgumentException(
            "a status is written 401, a class of them 2xx, not \"" + part + "\"");
      }
    }
    return new StatusSet(codes, String.join(", ", parts));
  }

  public boolean contains(int status) {
    return status >= LEAST && status <= MOST && codes.get(status);
  }

  /** Whether one of these is among them. */
  public boolean hasAny(int first, int last) {
    int next = codes.nextSetBit(first);
    return next >= 0 && next <= last;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatusSet set && set.codes.equals(codes);
  }

  @Override
  public int hashCode() {
    return codes.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
