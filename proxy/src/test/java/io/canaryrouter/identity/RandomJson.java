package io.canaryrouter.identity;

import java.util.Random;

/**
 * Writes JSON objects with claims in them, most of them well-formed. Outside of escapes there are
 * no surrogates: damage could cut a pair in two, which decoded UTF-8 never holds.
 */
final class RandomJson {
  private static final String[] NAMES = {
    "user_id", "sub", "user\\u005fid", "exp", "a", "", "s\\u0075b"
  };
  private static final String[] SCALARS = {
    "42",
    "-1",
    "0",
    "-0",
    "1.5",
    "1e3",
    "2E-2",
    "true",
    "false",
    "null",
    "\"\"",
    "\"42\"",
    "\"\\u0034\\u0032\"",
    "\"é中\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\n\\t\\\\\"",
    "98765432109876543210",
    "\"}\"",
    "\",\\\"sub\\\":1\""
  };
  private static final String NOISE = "{}[],:\"\\u0e-+.1 \n\ttrufalsn\u0001é";

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  /** One object; one in three has been damaged in one to three places. */
  String text() {
    StringBuilder json = new StringBuilder(object(0));
    if (random.nextInt(3) == 0) {
      for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
        damage(json);
      }
    }
    return json.toString();
  }

  private void damage(StringBuilder json) {
    if (json.length() == 0) {
      return;
    }
    int at = random.nextInt(json.length());
    char noise = NOISE.charAt(random.nextInt(NOISE.length()));
    switch (random.nextInt(4)) {
      case 0 -> json.deleteCharAt(at);
      case 1 -> json.insert(at, noise);
      case 2 -> json.setCharAt(at, noise);
      default -> json.setLength(at);
    }
  }

  private String object(int depth) {
    StringBuilder json = new StringBuilder(space()).append('{').append(space());
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      json.append(i == 0 ? "" : ",")
          .append(space())
          .append('"')
          .append(NAMES[random.nextInt(NAMES.length)])
          .append('"')
          .append(space())
          .append(':')
          .append(value(depth + 1))
          .append(space());
    }
    return json.append('}').append(space()).toString();
  }

  private String array(int depth) {
    StringBuilder json = new StringBuilder("[").append(space());
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      json.append(i == 0 ? "" : ",").append(value(depth + 1));
    }
    return json.append(']').toString();
  }

  private String value(int depth) {
    int choice = depth > 4 ? 9 : random.nextInt(10);
    String value =
        switch (choice) {
          case 0 -> object(depth);
          case 1 -> array(depth);
          default -> SCALARS[random.nextInt(SCALARS.length)];
        };
    return space() + value + space();
  }

  private String space() {
    return random.nextInt(4) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
  }
}
