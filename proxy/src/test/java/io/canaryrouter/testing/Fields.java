package io.canaryrouter.testing;

import java.util.List;
import java.util.Optional;

/**
 * The header or trailer fields of a message, in the order and case in which they came.
 *
 * @param lines one entry a field line
 */
public record Fields(List<Field> lines) {
  /** One field line: its name as it came, its value without the white space around it. */
  public record Field(String name, String value) {}

  public Fields {
    lines = List.copyOf(lines);
  }

  /** Every value of a field, name in any case. */
  public List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** The first value of a field, name in any case. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** Whether the comma-separated field holds a member, in any case. */
  public boolean has(String name, String member) {
    return all(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(each -> each.trim().equalsIgnoreCase(member));
  }
}
