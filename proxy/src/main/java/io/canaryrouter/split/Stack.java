package io.canaryrouter.split;

/** The two versions of the application: blue is stable, green is new. */
public enum Stack {
  BLUE("blue"),
  GREEN("green");

  private final String label;

  Stack(String label) {
    this.label = label;
  }

  /** The one that this is not. */
  public Stack other() {
    return this == BLUE ? GREEN : BLUE;
  }

  /** The name as metrics, logs, fields and the API write it. */
  public String label() {
    return label;
  }
}
