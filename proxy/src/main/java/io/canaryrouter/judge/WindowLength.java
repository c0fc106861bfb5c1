package io.canaryrouter.judge;

/** How far back a figure reaches, at most. */
enum WindowLength {
  FIVE_MINUTES(1, "in these five minutes"),
  TWENTY_MINUTES(2, "in these 20 minutes"),
  EIGHTY_MINUTES(3, "in these 80 minutes"),
  /** Since the weight, or what runs there, last changed. */
  PHASE(4, "at this weight");

  /** How many levels of {@link Tumbling} it is made of, from the lowest. */
  final int levels;

  /** For a person. */
  final String text;

  WindowLength(int levels, String text) {
    this.levels = levels;
    this.text = text;
  }
}
