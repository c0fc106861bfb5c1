package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.split.Weight;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON object in the body of a call: only the known keys, each of its type. */
final class Order {
  private final ObjectNode body;

  /** Refuses keys that are not known, so that a misspelt one is not silently ignored. */
  Order(ObjectNode body, Set<String> known) {
    this.body = body;
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new Problem(
            400, shown(name) + " is not known here; known are " + new TreeSet<>(known));
      }
    }
  }

  /** A name that no order has may be anything, a token as well. */
  private static String shown(String name) {
    return name.matches("[a-z_]{1,20}") ? "\"" + name + "\"" : "one of the keys";
  }

  String text(String name) {
    JsonNode value = body.get(name);
    if (value == null || !value.isTextual()) {
      throw new Problem(400, "\"" + name + "\" is missing, or is not a text");
    }
    return value.textValue();
  }

  String text(String name, String otherwise) {
    return body.has(name) ? text(name) : otherwise;
  }

  @Nullable String optionalText(String name) {
    return body.has(name) ? text(name) : null;
  }

  boolean flag(String name) {
    JsonNode value = body.get(name);
    if (value != null && !value.isBoolean()) {
      throw new Problem(400, "\"" + name + "\" is true or false");
    }
    return value != null && value.booleanValue();
  }

  Weight weight(String name) {
    try {
      return Weight.parse(text(name));
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "\"" + name + "\": " + e.getMessage());
    }
  }
}
