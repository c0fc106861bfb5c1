package io.canaryrouter.config;

/** Text of a file as a finding may show it: quoted, short, without control characters. */
final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  static String of(String text) {
    return '"' + plain(text) + '"';
  }

  static String plain(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
