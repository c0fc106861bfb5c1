package io.canaryrouter.config;

import org.jspecify.annotations.Nullable;

/**
 * A key that holds other keys.
 *
 * @param path dotted path from the root; the root's own is empty
 * @param shorthand path of the key inside that a lone value stands for, or null
 * @param description one sentence for people
 */
record Section(String path, @Nullable String shorthand, String description) {
  static Section of(String path, String description) {
    return new Section(path, null, description);
  }

  /** The same section in another place: that of one item of a list. */
  Section at(String place) {
    String within = shorthand == null ? null : place + shorthand.substring(path.length());
    return new Section(place, within, description);
  }
}
