package io.canaryrouter.store;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a store's scripts, flat as Redis takes them. */
final class RedisFields {
  private RedisFields() {}

  /** Some arguments, then name and value of each of an envelope's fields. */
  static String[] after(Envelope envelope, String... first) {
    List<String> flat = new ArrayList<>(List.of(first));
    envelope
        .fields()
        .forEach((name, value) -> {
          flat.add(name);
          flat.add(value);
        });
    return flat.toArray(String[]::new);
  }

  /**
   * The document's key, the channel, a key for the one in the making, and keys for damaged ones.
   */
  static String[] names(String prefix, int damaged) {
    List<String> names =
        new ArrayList<>(List.of(prefix + "state", prefix + "changed", prefix + "state:new"));
    for (int n = 1; n <= damaged; n++) {
      names.add(prefix + "state:damaged-" + n);
    }
    return names.toArray(String[]::new);
  }
}
