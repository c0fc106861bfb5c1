package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a router answers to a change, for the end of a sentence. */
final class Applied {
  private Applied() {}

  static String describe(JsonNode answer) {
    return "(revision "
        + Text.of(answer.path("revision"))
        + ", epoch "
        + Text.of(answer.path("epoch"))
        + ")";
  }
}
