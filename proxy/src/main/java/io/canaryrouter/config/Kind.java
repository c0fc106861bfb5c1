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
 * @param least smallest value of an integer
 * @param most largest value of an integer
 * @param reader makes the value; throws IllegalArgumentException with a sentence for the user
 */
record Kind<T>(
    Form form,
    String pattern,
    String expects,
    long least,
    long most,
    Function<List<String>, T> reader) {

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
    return new Kind<>(Form.TEXT, pattern, expects, 0, 0, texts -> parse.apply(texts.get(0)));
  }

  static <T> Kind<List<T>> list(String pattern, String expects, Function<String, T> parse) {
    return new Kind<>(
        Form.LIST, pattern, expects, 0, 0, texts -> texts.stream().map(parse).toList());
  }

  static Kind<Integer> integer(String noun, int least, int most) {
    String expects = noun + " is a whole number between " + least + " and " + most;
    return new Kind<>(
        Form.INTEGER,
        "^(0|[1-9][0-9]{0,8})$",
        expects,
        least,
        most,
        texts -> (int) within(least, most, Long.parseLong(texts.get(0)), expects, texts.get(0)));
  }

  /** A quantity with a unit, bounded on both sides. */
  static Kind<Long> quantity(Units units, String least, String most) {
    String expects = units.expects() + ", between " + least + " and " + most;
    long low = units.parse(least);
    long high = units.parse(most);
    return text(
        units.pattern(), expects, text -> within(low, high, units.parse(text), expects, text));
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

  private static long within(long least, long most, long value, String expects, String text) {
    if (value < least || value > most) {
      throw refusal(expects, text);
    }
    return value;
  }

  private static IllegalArgumentException refusal(String expects, String text) {
    return new IllegalArgumentException(expects + ", not " + Quoted.of(text));
  }
}
