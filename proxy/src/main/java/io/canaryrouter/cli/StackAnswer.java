package io.canaryrouter.cli;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a stack answered, without its content.
 *
 * @param status its status code
 * @param fields its fields, of several lines the last, names in any case
 * @param keepsAlive whether another request may follow on its connection
 * @param nanos from the request to the end of the content
 */
record StackAnswer(int status, Map<String, String> fields, boolean keepsAlive, long nanos) {
  static Map<String, String> newFields() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  /** The field's value, or empty. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  boolean isRedirect() {
    return status / 100 == 3 && !field("Location").isEmpty();
  }
}
