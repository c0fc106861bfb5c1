package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/** Reads fields whose value is a comma-separated list (RFC 9110 section 5.6.1). */
final class FieldList {
  private FieldList() {}

  // Lines are read with getAll: Netty's iterator over a field's values yields the last one first.

  /** The elements of all lines of the field in their order, trimmed, without empty ones. */
  static List<CharSequence> elements(HttpHeaders fields, CharSequence name) {
    if (!fields.contains(name)) {
      return List.of();
    }
    List<CharSequence> elements = new ArrayList<>(4);
    for (String line : fields.getAll(name)) {
      split(line, elements);
    }
    return elements;
  }

  /** All lines of the field as one, or an empty text when there is none. */
  static String joined(HttpHeaders fields, CharSequence name) {
    return fields.contains(name) ? String.join(", ", fields.getAll(name)) : "";
  }

  /** Adds the elements of one line. */
  static void split(String line, List<CharSequence> elements) {
    int start = 0;
    while (start <= line.length()) {
      int comma = line.indexOf(',', start);
      int end = comma < 0 ? line.length() : comma;
      CharSequence element = AsciiString.trim(line.substring(start, end));
      if (element.length() > 0) {
        elements.add(element);
      }
      start = end + 1;
    }
  }
}
