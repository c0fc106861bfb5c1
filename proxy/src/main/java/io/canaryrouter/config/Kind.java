package io.canaryrouter.config;

import java.util.List;
import java.util.function.Function;

/**
 * How the value of a key is written, and what is made of it. The JSON Schema says the same, from
 * the same fields.
 *
 * @param form what YAML may hold at the key
 * @param pattern what each text must match, in the dialect that Java and ECMA-262 share
 * @param expects how a value is written, the first half of a sentence for the user
 * @param bounds of an integer its smallest and largest value, of a list the fewest and most items
 * @param reader makes the value; throws IllegalArgumentException with a sentence for the user
 */
record Kind<T>(
    Form form, String pattern, String expects, Bounds bounds, Function<List<String>, T> reader) {

  /** The smallest and the largest number allowed, both included. */
  record Bounds(long least, long most) {
    static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean contain(long number) {
      return least <= number && number <= most;
    }
  }

  /** What YAML may hold at a key. */
  enum Form {
    /** One scalar of any type; its text counts, so that {@code version: 8.1} stays 8.1. */
    TEXT,
    /** One whole number. */
    INTEGER,
    /** true or false. */
    BOOLEAN,
    /** A list of scalars, or one scalar for a list of one. */
    LIST
  }

  static <T> Kind<T> text(String pattern, String expects, Function<String, T> parse) {
    return new Kind<>(Form.TEXT, pattern, expects, Bounds.NONE, texts -> parse.apply(texts.get(0)));
  }

  static Kind<Boolean> flag(String expects) {
    return new Kind<>(
        Form.BOOLEAN, "^(true|false)$", expects, Bounds.NONE, texts -> texts.get(0).equals("true"));
  }

  /** A list of one item or more. */
  static <T> Kind<List<T>> list(String pattern, String expects, Function<String, T> parse) {
    return new Kind<>(
        Form.LIST,
        pattern,
        expects,
        new Bounds(1, Long.MAX_VALUE),
        texts -> texts.stream().map(parse).toList());
  }

  /** The same, made into something else. */
  <U> Kind<U> map(Function<T, U> further) {
    return new Kind<>(form, pattern, expects, bounds, reader.andThen(further));
  }

  /** The same, and an empty list as well. */
  Kind<T> orEmpty() {
    return within(0, Long.MAX_VALUE);
  }

  /** A list of so many items. */
  Kind<T> within(long least, long most) {
    return new Kind<>(form, pattern, expects, new Bounds(least, most), reader);
  }

  static Kind<Integer> integer(String noun, int least, int most) {
    String expects = noun + " is a whole number between " + least + " and " + most;
    Bounds bounds = new Bounds(least, most);
    return new Kind<>(
        Form.INTEGER,
        "^(0|[1-9][0-9]{0,8})$",
        expects,
        bounds,
        texts -> (int) within(bounds, Long.parseLong(texts.get(0)), expects, texts.get(0)));
  }

  /** A quantity with a unit, bounded on both sides. */
  static Kind<Long> quantity(Units units, String least, String most) {
    String expects = units.expects() + ", between " + least + " and " + most;
    Bounds bounds = new Bounds(units.parse(least), units.parse(most));
    return text(units.pattern(), expects, text -> within(bounds, units.parse(text), expects, text));
  }

  /**
   * Reads what stands at a key.
   *
   * @throws IllegalArgumentException with a sentence that quotes the value
   */
  T read(List<String> texts) {
    for (String text : texts) {
      if (!text.matches(pattern)) {
        throw refusal(expects, text);
      }
    }
    return reader.apply(texts);
  }

  private static long within(Bounds bounds, long value, String expects, String text) {
    if (!bounds.contain(value)) {
      throw refusal(expects, text);
    }
    return value;
  }

  private static IllegalArgumentException refusal(String expects, String text) {
    return new IllegalArgumentException(expects + ", not " + Quoted.of(text));
  }
}
