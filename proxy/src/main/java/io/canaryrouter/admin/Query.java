package io.canaryrouter.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of a call: only the known ones, each once. */
final class Query {
  private final Map<String, String> values = new HashMap<>();

  /** Refuses what is not known, so that a misspelt one is not silently ignored. */
  Query(@Nullable String text, Set<String> known) {
    if (text == null || text.isEmpty()) {
      return;
    }
    for (String parameter : text.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (!known.contains(parts[0]) || parts.length == 1) {
        throw new Problem(400, "known parameters are " + new TreeSet<>(known) + ", each with =");
      }
      if (values.put(parts[0], parts[1]) != null) {
        throw new Problem(400, parts[0] + " is given twice");
      }
    }
  }

  /** A whole number of at least 1, or what stands for none. */
  long number(String name, long otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[1-9][0-9]{0,17}")) {
      throw new Problem(400, name + " is a whole number from 1 on");
    }
    return Long.parseLong(value);
  }
}
