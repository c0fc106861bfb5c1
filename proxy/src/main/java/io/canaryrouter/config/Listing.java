package io.canaryrouter.config;

import java.util.List;

/**
 * A key that holds a list of mappings, each with the keys of the section {@code path[]}.
 *
 * @param path dotted path from the root
 * @param most most items
 * @param unique name of the item's key whose value no two items share
 * @param description one sentence for people
 */
record Listing(String path, int most, String unique, String description) {

  /** The same list in another place: within one item of another list. */
  Listing at(String place) {
    return new Listing(place, most, unique, description);
  }

  /** The path of one item. */
  String itemPath(int index) {
    return path + "[" + index + "]";
  }

  /** Names of the keys of an item. */
  List<String> names() {
    return KeyIndex.namesIn(path + "[]");
  }

  /** The list as it is when it has no item. */
  Key<?> withoutItems() {
    return Key.of(path, Kinds.NOTHING, List.of(), description);
  }
}
