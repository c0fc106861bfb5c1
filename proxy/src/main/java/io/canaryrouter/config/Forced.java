package io.canaryrouter.config;

/** The environment's last word: {@code CANARY_FORCE=blue} sends everyone to blue. */
final class Forced {
  private static final String NAME = "CANARY_FORCE";

  private Forced() {}

  /** Whether it stands; any other value is an error, since whoever set it meant something. */
  static boolean isBlue(Variables variables, Findings findings) {
    String value = variables.value(NAME);
    if (!value.isEmpty() && !value.equals("blue")) {
      findings.error(Place.NOWHERE, NAME, "only blue can be forced: set it to blue, or remove it");
    }
    return value.equals("blue");
  }
}
